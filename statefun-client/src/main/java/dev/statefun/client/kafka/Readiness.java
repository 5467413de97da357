package dev.statefun.client.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Has messages wait, in their order, until it is known from where answers are read. Safe
 * for use by many threads.
 */
final class Readiness {

	private static final CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

	private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

	private volatile boolean ready;

	private @Nullable RuntimeException failure;

	/**
	 * Wait.
	 * @return completes when it is known, and fails if answers cannot be read. What
	 * follows runs in the order of the calls
	 */
	CompletableFuture<Void> await() {
		if (this.ready) {
			return READY;
		}
		synchronized (this) {
			if (this.ready) {
				return READY;
			}
			if (this.failure != null) {
				return CompletableFuture.failedFuture(this.failure);
			}
			CompletableFuture<Void> turn = new CompletableFuture<>();
			this.waiting.add(turn);
			return turn;
		}
	}

	/** Let all go on. Later messages wait until the earlier ones are sent. */
	synchronized void open() {
		this.waiting.forEach((turn) -> turn.complete(null));
		this.waiting.clear();
		this.failure = null;
		this.ready = true;
	}

	void fail(RuntimeException cause) {
		List<CompletableFuture<Void>> failed;
		synchronized (this) {
			this.ready = false;
			this.failure = cause;
			failed = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		failed.forEach((turn) -> turn.completeExceptionally(cause));
	}

}
