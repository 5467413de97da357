/**
 * The endpoint in Spring WebFlux: a web handler and its codecs.
 */
@NullMarked
package dev.statefun.http.reactive;

import org.jspecify.annotations.NullMarked;
