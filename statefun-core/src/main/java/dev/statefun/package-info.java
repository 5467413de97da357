/**
 * The programming model that the author of a stateful function imports: the function, its
 * context, its messages, addresses and state.
 */
@NullMarked
package dev.statefun;

import org.jspecify.annotations.NullMarked;
