/**
 * The work that all sides do, and the requests that ask for it.
 */
@NullMarked
package dev.statefun.benchmarks.work;

import org.jspecify.annotations.NullMarked;
