/**
 * Observations of requests and invocations, as spans where there is tracing.
 */
@NullMarked
package dev.statefun.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
