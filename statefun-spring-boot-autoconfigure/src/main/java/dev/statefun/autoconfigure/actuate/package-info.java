/**
 * What the actuator tells of functions.
 */
@NullMarked
package dev.statefun.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
