package dev.statefun.protocol;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps buffers for the next answers: clearing a new one costs as much as filling it, and
 * one that was just used is still in the processor's cache. Of bounded size; buffers that
 * are not given back are garbage like any other.
 */
final class BufferPool {

	private static final int MAX_SIZE = 1 << 20;

	private final AtomicReferenceArray<byte[]> buffers = new AtomicReferenceArray<>(
			Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));

	byte[] take(int size) {
		byte[] buffer = this.buffers.getAndSet(slot(), null);
		return (buffer != null && buffer.length >= size) ? buffer : new byte[size];
	}

	void give(byte[] buffer) {
		if (buffer.length <= MAX_SIZE) {
			this.buffers.lazySet(slot(), buffer);
		}
	}

	/** The same thread mostly comes back to the same slot. */
	private int slot() {
		return (int) Thread.currentThread().getId() & this.buffers.length() - 1;
	}

}
