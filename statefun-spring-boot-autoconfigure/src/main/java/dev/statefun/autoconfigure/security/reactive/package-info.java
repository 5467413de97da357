/**
 * The endpoint of the engine in Spring Security, with Spring WebFlux.
 */
@NullMarked
package dev.statefun.autoconfigure.security.reactive;

import org.jspecify.annotations.NullMarked;
