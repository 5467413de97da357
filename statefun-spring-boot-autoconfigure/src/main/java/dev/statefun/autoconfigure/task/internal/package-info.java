/**
 * Threads from Spring Boot's builders, for the lean server, error handling and the rest
 * of asynchronous requests.
 */
@NullMarked
package dev.statefun.autoconfigure.task.internal;

import org.jspecify.annotations.NullMarked;
