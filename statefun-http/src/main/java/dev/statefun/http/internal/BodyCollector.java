package dev.statefun.http.internal;

import java.util.Arrays;

/**
 * Puts the body of a request together as it arrives. The body gets memory as
 * {@link BodyCapacity} says. A short one is copied once. Not safe for use by many
 * threads.
 */
public final class BodyCollector {

	private static final byte[] EMPTY = {};

	private byte[] body = EMPTY;

	private int size;

	private int limit;

	/**
	 * Begin another body.
	 * @param contentLength its length, negative if it is unknown
	 * @param maxSize how long it may be
	 */
	public void begin(long contentLength, int maxSize) {
		clear();
		this.limit = (contentLength >= 0) ? (int) Math.min(contentLength, maxSize) : maxSize;
	}

	/**
	 * Whether the body is not longer than allowed with a part that has arrived.
	 * @param length the length of the part
	 * @return whether it is not
	 */
	public boolean fits(int length) {
		return length <= this.limit - this.size;
	}

	/**
	 * Return how much more memory the body takes with a part that has arrived.
	 * @param length the length of the part, which fits
	 * @return the number of bytes
	 */
	public int growth(int length) {
		return BodyCapacity.grown(this.body.length, this.size + length, this.limit) - this.body.length;
	}

	/**
	 * Take a part that has arrived.
	 * @param length its length, which fits
	 * @param part the part
	 */
	public void add(int length, Part part) {
		if (length > this.body.length - this.size) {
			this.body = Arrays.copyOf(this.body, BodyCapacity.grown(this.body.length, this.size + length, this.limit));
		}
		part.copyTo(this.body, this.size);
		this.size += length;
	}

	/**
	 * Whether nothing has arrived.
	 * @return whether the body has no bytes so far
	 */
	public boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * End the body.
	 * @return the whole body, in an array of its length, which this does not keep
	 */
	public byte[] end() {
		byte[] whole = (this.size == this.body.length) ? this.body : Arrays.copyOf(this.body, this.size);
		clear();
		return whole;
	}

	/**
	 * Forget what has arrived.
	 */
	public void clear() {
		this.body = EMPTY;
		this.size = 0;
	}

	/** How much memory is taken. */
	int capacity() {
		return this.body.length;
	}

	/**
	 * A part of a body.
	 */
	@FunctionalInterface
	public interface Part {

		/**
		 * Copy the part.
		 * @param target has room for it
		 * @param offset where it begins there
		 */
		void copyTo(byte[] target, int offset);

	}

}
