/**
 * The common form of egress records. Applications need not know the types of this
 * package, which may change at any time.
 */
@NullMarked
package dev.statefun.io.internal;

import org.jspecify.annotations.NullMarked;
