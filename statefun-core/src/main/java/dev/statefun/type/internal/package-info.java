/**
 * Types of this package that other modules use, and applications do not.
 */
@NullMarked
package dev.statefun.type.internal;

import org.jspecify.annotations.NullMarked;
