/**
 * Measures the cost of a request: the work, the requests that ask for it, and the
 * benchmarks in process.
 */
@NullMarked
package dev.statefun.benchmarks;

import org.jspecify.annotations.NullMarked;
