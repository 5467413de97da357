/**
 * Records what an engine sends, and what this library answers, as the vectors that the
 * codecs are tested with.
 */
@NullMarked
package dev.statefun.integration.recorder;

import org.jspecify.annotations.NullMarked;
