/**
 * Micrometer metrics of invocations.
 */
@NullMarked
package dev.statefun.observation;

import org.jspecify.annotations.NullMarked;
