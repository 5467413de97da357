package dev.statefun.integration.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Divides a time into equal parts, however long what is done in them takes.
 */
final class Schedule {

	private final long begin = System.nanoTime();

	private final Duration length;

	private int part;

	Schedule(Duration length) {
		this.length = length;
	}

	/** Waits for the end of the part before; the first one begins at once. */
	void awaitNext() throws InterruptedException {
		long due = this.begin + this.length.toNanos() * this.part++;
		await(Duration.ofNanos(due - System.nanoTime()));
	}

	void await(Duration time) throws InterruptedException {
		new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
	}

}
