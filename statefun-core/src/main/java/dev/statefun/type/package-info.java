/**
 * Types.
 */
@NullMarked
package dev.statefun.type;

import org.jspecify.annotations.NullMarked;
