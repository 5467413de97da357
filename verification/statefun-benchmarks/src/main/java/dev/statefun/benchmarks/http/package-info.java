/**
 * Requests over HTTP: servers in JVMs of their own, and the load on them.
 */
@NullMarked
package dev.statefun.benchmarks.http;

import org.jspecify.annotations.NullMarked;
