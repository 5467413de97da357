/**
 * The work as functions of the official Java SDK, written and served as its own
 * documentation does.
 */
@NullMarked
package dev.statefun.benchmarks.official;

import org.jspecify.annotations.NullMarked;
