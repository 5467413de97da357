/**
 * The work as functions of this library, in an application as its users write it.
 */
@NullMarked
package dev.statefun.benchmarks.ours;

import org.jspecify.annotations.NullMarked;
