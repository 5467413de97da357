/**
 * The console in Spring WebFlux.
 */
@NullMarked
package dev.statefun.console.reactive.internal;

import org.jspecify.annotations.NullMarked;
