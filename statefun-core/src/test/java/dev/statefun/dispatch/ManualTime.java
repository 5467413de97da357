package dev.statefun.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A clock and a timer that are moved by hand.
 */
final class ManualTime implements InstantSource, Timer {

	static final Instant START = Instant.parse("2031-05-06T07:08:09Z");

	private final List<Alarm> alarms = new ArrayList<>();

	private Instant now = START;

	/** How much the clock is ahead of the time that has passed. */
	private Duration ahead = Duration.ZERO;

	@Override
	public synchronized Instant instant() {
		return this.now.plus(this.ahead);
	}

	@Override
	public synchronized long nanoTime() {
		return Duration.between(START, this.now).toNanos();
	}

	/** Set the clock, without any time passing. */
	synchronized void setClock(Instant time) {
		this.ahead = Duration.between(this.now, time);
	}

	@Override
	public synchronized CompletableFuture<?> after(Duration delay) {
		Alarm alarm = new Alarm(this.now.plus(delay), new CompletableFuture<>());
		this.alarms.add(alarm);
		return alarm.future();
	}

	/** How many alarms are still to go off. */
	synchronized long pending() {
		return this.alarms.stream().filter((alarm) -> !alarm.future().isDone()).count();
	}

	void advance(Duration duration) {
		Instant end = START.plusNanos(nanoTime()).plus(duration);
		Alarm alarm;
		while ((alarm = next(end)) != null) {
			alarm.future().complete(null);
		}
		synchronized (this) {
			this.now = end;
		}
	}

	private synchronized Alarm next(Instant end) {
		Alarm next = this.alarms.stream()
			.filter((alarm) -> !alarm.future().isDone() && !alarm.time().isAfter(end))
			.min(Comparator.comparing(Alarm::time))
			.orElse(null);
		if (next != null) {
			this.now = next.time();
		}
		return next;
	}

	private record Alarm(Instant time, CompletableFuture<Void> future) {

	}

}
