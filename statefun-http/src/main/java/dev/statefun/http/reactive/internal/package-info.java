/**
 * What the endpoint in Spring WebFlux has to know of Reactor Netty.
 */
@NullMarked
package dev.statefun.http.reactive.internal;

import org.jspecify.annotations.NullMarked;
