package dev.statefun.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Every record the ingress accepted and that no completed checkpoint covers yet, in
 * order. A job that restarts reads again from the offset of its checkpoint, so that what
 * was accepted is not lost while this JVM lives. Thread-safe.
 *
 * <p>
 * An offset means nothing in another JVM. A {@link Position} therefore names the JVM by
 * its epoch, and carries the records that were still unread.
 */
final class IngressLog {

	static final long DEFAULT_CAPACITY = 64L * 1024 * 1024;

	private final String epoch = UUID.randomUUID().toString();

	private final long capacity;

	private final Deque<Invocation> read = new ArrayDeque<>();

	private final Deque<Invocation> unread = new ArrayDeque<>();

	private long base;

	private long bytes;

	private boolean restored;

	IngressLog() {
		this(DEFAULT_CAPACITY);
	}

	IngressLog(long capacity) {
		this.capacity = capacity;
	}

	/**
	 * Appends a record.
	 * @return false if the log holds as much as it may
	 */
	synchronized boolean append(Invocation invocation) {
		long size = size(invocation);
		if (this.bytes + size > this.capacity) {
			return false;
		}
		this.bytes += size;
		this.unread.addLast(invocation);
		notifyAll();
		return true;
	}

	/**
	 * Waits until there is something to read.
	 */
	synchronized void await(long millis) throws InterruptedException {
		if (this.unread.isEmpty()) {
			wait(millis);
		}
	}

	synchronized @Nullable Invocation next() {
		Invocation next = this.unread.pollFirst();
		if (next != null) {
			this.read.addLast(next);
		}
		return next;
	}

	synchronized Position position() {
		return new Position(this.epoch, offset(), new ArrayList<>(this.unread));
	}

	/**
	 * Goes back to where a checkpoint was, or to the start without one.
	 * @return how many records are to be read from there
	 */
	synchronized int restore(@Nullable Position position) {
		if (position == null) {
			seek(this.base);
		}
		else if (position.epoch().equals(this.epoch)) {
			seek(position.offset());
		}
		else {
			seek(this.base);
			if (!this.restored) {
				List<Invocation> pending = position.unread();
				for (int i = pending.size() - 1; i >= 0; i--) {
					this.unread.addFirst(pending.get(i));
					this.bytes += size(pending.get(i));
				}
			}
		}
		this.restored = true;
		notifyAll();
		return this.unread.size();
	}

	/**
	 * Forgets what comes before the offset of a completed checkpoint.
	 */
	synchronized void trim(long offset) {
		while (this.base < offset && !this.read.isEmpty()) {
			this.bytes -= size(this.read.removeFirst());
			this.base++;
		}
	}

	synchronized long bytes() {
		return this.bytes;
	}

	private long offset() {
		return this.base + this.read.size();
	}

	private void seek(long offset) {
		while (offset() > offset && !this.read.isEmpty()) {
			this.unread.addFirst(this.read.removeLast());
		}
	}

	private static long size(Invocation invocation) {
		return invocation.getSerializedSize() + 64L;
	}

	/**
	 * Where a source stands.
	 *
	 * @param epoch the JVM that the offset belongs to
	 * @param offset the offset of the next record
	 * @param unread the records from that offset on
	 */
	record Position(String epoch, long offset, List<Invocation> unread) {

	}

}
