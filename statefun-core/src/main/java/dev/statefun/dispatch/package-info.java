/**
 * How a request is handled. The handler passes it down one pipeline: guard, batch
 * interceptors, router, run, attempt, function.
 */
@NullMarked
package dev.statefun.dispatch;

import org.jspecify.annotations.NullMarked;
