/**
 * Auto-configuration of the endpoint in Spring WebFlux.
 */
@NullMarked
package dev.statefun.autoconfigure.web.reactive;

import org.jspecify.annotations.NullMarked;
