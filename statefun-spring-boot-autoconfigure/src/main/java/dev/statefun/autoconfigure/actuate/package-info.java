/**
 * The actuator endpoint and the health of functions.
 */
@NullMarked
package dev.statefun.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
