package dev.statefun.protocol.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Keeps buffers for the next answers. A new buffer must be cleared, and is not in the
 * processor's cache: without the pool, a message of two effects takes 7 ns longer. A
 * buffer that is not given back becomes garbage as soon as another one takes its place.
 */
final class BufferPool {

	/**
	 * The largest share of the heap that all kept buffers have, unless they are small.
	 */
	private static final int SHARE = 64;

	private static final int SMALL = 256 << 10;

	private final AtomicReferenceArray<@Nullable PooledBuffer> buffers;

	private final long maxSize;

	BufferPool() {
		this(Runtime.getRuntime().maxMemory(), Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));
	}

	/**
	 * Create a pool.
	 * @param heap how many bytes the heap can have
	 * @param slots how many buffers the pool keeps, a power of two
	 */
	BufferPool(long heap, int slots) {
		this.buffers = new AtomicReferenceArray<>(slots);
		this.maxSize = Math.max(SMALL, heap / SHARE / slots);
	}

	PooledBuffer take(int size) {
		PooledBuffer buffer = this.buffers.getPlain(slot());
		return (buffer != null && buffer.tryTake(size)) ? buffer : new PooledBuffer(this, new byte[size]);
	}

	long maxSize() {
		return this.maxSize;
	}

	/** Keep a buffer. Most have their place already, and G1 makes a write costly. */
	void keep(PooledBuffer buffer) {
		int slot = slot();
		if (this.buffers.getPlain(slot) != buffer) {
			this.buffers.setRelease(slot, buffer);
		}
	}

	/** Choose the place by the thread, which then gets the same buffer each time. */
	private int slot() {
		return (int) Thread.currentThread().getId() & this.buffers.length() - 1;
	}

}
