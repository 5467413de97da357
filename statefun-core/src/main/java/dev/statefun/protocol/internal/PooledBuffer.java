package dev.statefun.protocol.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A buffer that one answer has at a time.
 */
final class PooledBuffer {

	private static final byte[] NONE = {};

	private final BufferPool pool;

	/** Guards the bytes; a buffer that is seen half made is not free. */
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
	 * Give the buffer back to where it is from, which does not keep large ones.
	 * @param written its bytes, or those that took their place when they were too few
	 */
	void giveBack(byte[] written) {
		byte[] kept = (written.length <= this.pool.maxSize()) ? written : NONE;
		// Writing a reference costs a barrier
		if (this.bytes != kept) {
			this.bytes = kept;
		}
		this.free.setRelease(true);
		this.pool.keep(this);
	}

}
