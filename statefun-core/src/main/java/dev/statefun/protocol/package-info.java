/**
 * The request-reply protocol between the engine and its functions: bytes to
 * {@code InvocationBatch}, {@code InvocationResult} to bytes. The only place that knows
 * 2.x from 3.x.
 */
@NullMarked
package dev.statefun.protocol;

import org.jspecify.annotations.NullMarked;
