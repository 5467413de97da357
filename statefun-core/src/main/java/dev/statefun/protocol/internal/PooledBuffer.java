package dev.statefun.protocol.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A buffer that belongs to one answer at a time.
 */
final class PooledBuffer {

	private static final byte[] NONE = {};

	private final BufferPool pool;

	/**
	 * Guards the bytes. It is false at first, so a thread that sees a buffer before all
	 * of its fields does not take it.
	 */
	private final AtomicBoolean free = new AtomicBoolean();

	private byte[] bytes;

	PooledBuffer(BufferPool pool, byte[] bytes) {
		this.pool = pool;
		this.bytes = bytes;
	}

	/** Take the buffer for another answer, if it is free. */
	boolean tryTake(int size) {
		if (!this.free.compareAndSet(true, false)) {
			return false;
		}
		if (this.bytes.length < size) {
			this.bytes = new byte[size];
		}
		return true;
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Give the buffer back to its pool, which does not keep large ones.
	 * @param written its bytes, or the larger array that replaced them
	 */
	void giveBack(byte[] written) {
		byte[] kept = (written.length <= this.pool.maxSize()) ? written : NONE;
		// G1 makes each write of a reference to an old object costly
		if (this.bytes != kept) {
			this.bytes = kept;
		}
		this.free.setRelease(true);
		this.pool.keep(this);
	}

}
