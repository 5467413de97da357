package dev.statefun.observation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a function fared since the application started.
 *
 * @param succeeded how many invocations succeeded
 * @param failed how many failed
 * @param last when the latest request was handled, or {@code null} if none was
 * @since 0.1.0
 */
public record InvocationStatistics(long succeeded, long failed, @Nullable Instant last) {

	static final InvocationStatistics NONE = new InvocationStatistics(0, 0, null);

}
