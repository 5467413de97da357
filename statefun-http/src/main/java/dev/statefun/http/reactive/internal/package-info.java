/**
 * Types that the endpoint in Spring WebFlux adds to Reactor Netty.
 */
@NullMarked
package dev.statefun.http.reactive.internal;

import org.jspecify.annotations.NullMarked;
