/**
 * Measures what the knobs of engine and application do, for the guide to sizing.
 */
@NullMarked
package dev.statefun.integration.sizing;

import org.jspecify.annotations.NullMarked;
