/**
 * Threads from Spring Boot's builders, for the lean server and for error handling.
 */
@NullMarked
package dev.statefun.autoconfigure.task.internal;

import org.jspecify.annotations.NullMarked;
