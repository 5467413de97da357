package dev.statefun.http.netty;

import java.util.Arrays;

import dev.statefun.http.internal.BodyCapacity;
import io.netty.buffer.ByteBuf;

/**
 * Puts the body of a request together as it arrives. The body gets memory as
 * {@link BodyCapacity} says. A short one is copied once.
 */
final class BodyCollector {

	private static final byte[] EMPTY = {};

	private byte[] body = EMPTY;

	private int size;

	private int limit;

	/**
	 * Begin another body.
	 * @param contentLength its length, negative if it is unknown
	 * @param maxSize how long it may be
	 */
	void begin(long contentLength, int maxSize) {
		this.size = 0;
		this.limit = (contentLength >= 0) ? (int) Math.min(contentLength, maxSize) : maxSize;
		this.body = new byte[BodyCapacity.initial(contentLength, this.limit)];
	}

	/** Whether the body is not longer than allowed with what has arrived. */
	boolean fits(ByteBuf part) {
		return part.readableBytes() <= this.limit - this.size;
	}

	/** Take what has arrived, and fits. */
	void add(ByteBuf part) {
		int length = part.readableBytes();
		if (length > this.body.length - this.size) {
			int capacity = BodyCapacity.grown(this.body.length, this.size + length, this.limit);
			this.body = Arrays.copyOf(this.body, capacity);
		}
		part.readBytes(this.body, this.size, length);
		this.size += length;
	}

	/** The whole body, in an array of its length, which this does not keep. */
	byte[] end() {
		byte[] whole = (this.size == this.body.length) ? this.body : Arrays.copyOf(this.body, this.size);
		this.body = EMPTY;
		return whole;
	}

	/** How much memory is taken. */
	int capacity() {
		return this.body.length;
	}

}
