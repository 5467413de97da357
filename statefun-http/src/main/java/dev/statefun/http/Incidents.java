package dev.statefun.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.statefun.dispatch.internal.SpareThreads;

/**
 * Limits what is logged: of events of one kind, it logs the first, and after a minute how
 * many followed. Then the next one is the first again. Safe for use by many threads.
 */
final class Incidents implements AutoCloseable {

	private static final int MAX_KINDS = 100;

	/** Stands for further kinds while there are as many as that. */
	private static final Object OTHERS = new Object();

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private final Map<Object, Followers> kinds = new ConcurrentHashMap<>();

	private final Executor minuteLater;

	private volatile boolean closed;

	Incidents() {
		this(CompletableFuture.delayedExecutor(LENGTH.toSeconds(), TimeUnit.SECONDS,
				new SpareThreads("statefun-log-")));
	}

	/**
	 * Create an instance.
	 * @param minuteLater runs tasks after a minute, on a thread that may be blocked
	 */
	Incidents(Executor minuteLater) {
		this.minuteLater = minuteLater;
	}

	/**
	 * Log an event, or count it.
	 * @param kind what the event has in common with others
	 * @param text the line
	 * @param first logs the line if it is the first
	 * @param summary logs a line that sums up the others
	 */
	void log(Object kind, String text, Consumer<String> first, Consumer<String> summary) {
		if (this.closed) {
			first.accept(text);
			return;
		}
		Object known = (this.kinds.size() < MAX_KINDS || this.kinds.containsKey(kind)) ? kind : OTHERS;
		boolean[] isFirst = { false };
		this.kinds.compute(known, (key, present) -> {
			isFirst[0] = present == null;
			return new Followers((present == null) ? 0 : present.number() + 1, text, summary);
		});
		if (isFirst[0]) {
			first.accept(text);
			this.minuteLater.execute(() -> sumUp(known));
		}
	}

	/** Sum up what followed so far. What comes later has a line each. */
	@Override
	public void close() {
		this.closed = true;
		this.kinds.keySet().forEach(this::sumUp);
	}

	private void sumUp(Object kind) {
		Followers followers = this.kinds.remove(kind);
		if (followers != null && followers.number() > 0) {
			followers.summary()
				.accept("%d more of the following kind within a minute. The latest: %s".formatted(followers.number(),
						followers.latest()));
		}
	}

	/**
	 * The events after the first.
	 */
	private record Followers(long number, String latest, Consumer<String> summary) {

	}

}
