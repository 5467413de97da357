/**
 * Observers that auto-configuration registers. Applications need not know the types of
 * this package, which may change at any time.
 */
@NullMarked
package dev.statefun.observation.internal;

import org.jspecify.annotations.NullMarked;
