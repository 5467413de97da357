/**
 * Tests of functions. An engine in memory uses the protocol and the dispatch of
 * production, with a clock that only the test moves. There are assertions on the effects
 * of functions, and a test slice for Spring Boot.
 */
@NullMarked
package dev.statefun.test;

import org.jspecify.annotations.NullMarked;
