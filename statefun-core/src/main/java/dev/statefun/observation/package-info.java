/**
 * Micrometer: metrics of invocations and failures, observations of requests and
 * invocations, their traces from function to function, and the function and its id in the
 * mapped diagnostic context of logs.
 */
@NullMarked
package dev.statefun.observation;

import org.jspecify.annotations.NullMarked;
