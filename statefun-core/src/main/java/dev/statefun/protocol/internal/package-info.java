/**
 * How the protocol is read and written. Applications need not know the types of this
 * package, which may change at any time.
 */
@NullMarked
package dev.statefun.protocol.internal;

import org.jspecify.annotations.NullMarked;
