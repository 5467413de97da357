/**
 * Servers that read a request and answer with bytes made beforehand: what remains when
 * the functions cost nothing.
 */
@NullMarked
package dev.statefun.benchmarks.canned;

import org.jspecify.annotations.NullMarked;
