package dev.statefun.console.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Server-sent events for one browser: the invocations since the last look. A server calls
 * {@link #next()} again and again, with a pause between. Invocations that a slow browser
 * leaves lying are dropped, and the next event has their number.
 */
public final class EventStream implements AutoCloseable {

	/** The pause between two looks. */
	public static final Duration PAUSE = Duration.ofMillis(250);

	/** More in a quarter of a second than anybody reads. */
	private static final int MAX_WAITING = 1000;

	/** After so many looks without news, proxies and browsers get a sign of life. */
	private static final int QUIET = 40;

	private final Recording recording;

	private final Function<Object, byte[]> json;

	private final Function<RecordedInvocation, Object> view;

	private final Consumer<EventStream> onClose;

	private final Queue<RecordedInvocation> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger dropped = new AtomicInteger();

	private final Consumer<RecordedInvocation> listener = this::offer;

	private int quiet = QUIET;

	private volatile boolean closed;

	EventStream(Recording recording, Function<Object, byte[]> json, Function<RecordedInvocation, Object> view,
			Consumer<EventStream> onClose) {
		this.recording = recording;
		this.json = json;
		this.view = view;
		this.onClose = onClose;
		recording.addListener(this.listener);
	}

	private void offer(RecordedInvocation invocation) {
		if (this.size.get() >= MAX_WAITING) {
			this.dropped.incrementAndGet();
			return;
		}
		this.size.incrementAndGet();
		this.waiting.add(invocation);
	}

	/**
	 * Take what has happened since the last call.
	 * @return an event, a sign of life, or nothing
	 */
	public byte[] next() {
		List<Object> news = new ArrayList<>();
		for (RecordedInvocation next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			this.size.decrementAndGet();
			news.add(this.view.apply(next));
			if (news.size() == MAX_WAITING) {
				break;
			}
		}
		if (news.isEmpty()) {
			this.quiet++;
			if (this.quiet < QUIET) {
				return new byte[0];
			}
			this.quiet = 0;
			return ": alive\n\n".getBytes(StandardCharsets.UTF_8);
		}
		this.quiet = 0;
		String data = new String(this.json.apply(Map.of("invocations", news, "dropped", this.dropped.getAndSet(0))),
				StandardCharsets.UTF_8);
		return ("event: invocations\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

	/** Stop taking part. May be called again. */
	@Override
	public void close() {
		this.closed = true;
		this.recording.removeListener(this.listener);
		this.onClose.accept(this);
	}

	/**
	 * Whether there will be no more events.
	 * @return whether the stream is to end
	 */
	public boolean isClosed() {
		return this.closed;
	}

}
