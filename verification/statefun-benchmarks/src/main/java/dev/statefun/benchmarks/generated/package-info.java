/**
 * The work in a minimal loop over the classes that protobuf generates.
 */
@NullMarked
package dev.statefun.benchmarks.generated;

import org.jspecify.annotations.NullMarked;
