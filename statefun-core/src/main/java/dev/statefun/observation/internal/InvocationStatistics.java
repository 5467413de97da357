package dev.statefun.observation.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a function fared since the application started.
 *
 * @param succeeded how many invocations succeeded
 * @param failed how many failed
 * @param last when the latest request was handled, or {@code null} if none was
 */
public record InvocationStatistics(long succeeded, long failed, @Nullable Instant last) {

}
