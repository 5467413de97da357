/**
 * The figures of a run: repeated measurements, ratios, and their thresholds.
 */
@NullMarked
package dev.statefun.benchmarks.report;

import org.jspecify.annotations.NullMarked;
