/**
 * What a request of the engine costs: the work, the requests that ask for it, and the
 * benchmarks in process.
 */
@NullMarked
package dev.statefun.benchmarks;

import org.jspecify.annotations.NullMarked;
