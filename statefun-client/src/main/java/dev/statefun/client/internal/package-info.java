/**
 * The client and its gateway. Applications need not know the types of this package, which
 * may change at any time.
 */
@NullMarked
package dev.statefun.client.internal;

import org.jspecify.annotations.NullMarked;
