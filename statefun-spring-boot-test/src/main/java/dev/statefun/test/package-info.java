/**
 * Tests of functions: an engine in memory, on a clock that only the test moves, with the
 * codec and the dispatch of production; assertions on what functions did; and a test
 * slice for Spring Boot.
 */
@NullMarked
package dev.statefun.test;

import org.jspecify.annotations.NullMarked;
