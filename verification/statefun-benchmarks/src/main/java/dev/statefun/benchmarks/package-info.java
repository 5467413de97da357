/**
 * Measures the cost of a request: the short run, and the benchmarks in process.
 */
@NullMarked
package dev.statefun.benchmarks;

import org.jspecify.annotations.NullMarked;
