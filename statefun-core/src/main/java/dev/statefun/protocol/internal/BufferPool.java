package dev.statefun.protocol.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Keeps buffers for the next answers: clearing a new one costs as much as filling it, and
 * one that was just used is still in the processor's cache. Buffers that are not given
 * back are garbage like any other, once others take their places.
 */
final class BufferPool {

	/** All that are kept have at most this share of the heap, if they are not small. */
	private static final int SHARE = 64;

	private static final int SMALL = 256 << 10;

	private final AtomicReferenceArray<@Nullable PooledBuffer> buffers = new AtomicReferenceArray<>(
			Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));

	private final long maxSize;

	BufferPool() {
		this(Runtime.getRuntime().maxMemory());
	}

	BufferPool(long heap) {
		this.maxSize = Math.max(SMALL, heap / SHARE / this.buffers.length());
	}

	PooledBuffer take(int size) {
		PooledBuffer buffer = this.buffers.getPlain(slot());
		return (buffer != null && buffer.tryTake(size)) ? buffer : new PooledBuffer(this, new byte[size]);
	}

	long maxSize() {
		return this.maxSize;
	}

	/** Most buffers have their place already, and writing a reference costs a barrier. */
	void keep(PooledBuffer buffer) {
		int slot = slot();
		if (this.buffers.getPlain(slot) != buffer) {
			this.buffers.setRelease(slot, buffer);
		}
	}

	/** The same thread mostly comes back to the same slot. */
	private int slot() {
		return (int) Thread.currentThread().getId() & this.buffers.length() - 1;
	}

}
