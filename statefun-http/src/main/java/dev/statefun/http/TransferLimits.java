package dev.statefun.http;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Limits how slowly the body of a request may arrive, and how slowly an answer may be
 * taken. A client that exceeds a limit loses its connection, so that it cannot occupy
 * memory or a thread for ever.
 *
 * @param timeout how long all of a body, or all of an answer, may take
 * @param gracePeriod how long nothing may move
 * @param minRate how many bytes have to move in a second, after the grace period. 0
 * demands no more than a byte in each grace period
 * @since 0.1.0
 */
public record TransferLimits(Duration timeout, Duration gracePeriod, DataSize minRate) {

	/** Two minutes, ten seconds, and 1 KB a second. */
	public static final TransferLimits DEFAULT = new TransferLimits(Duration.ofMinutes(2), Duration.ofSeconds(10),
			DataSize.ofKilobytes(1));

}
