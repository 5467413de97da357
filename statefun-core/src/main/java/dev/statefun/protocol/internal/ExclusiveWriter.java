package dev.statefun.protocol.internal;

import com.google.protobuf.ByteString;

/**
 * Writes whole fields, and notices that two threads write at once: a field then begins
 * before the one before it is complete. It may miss threads that begin in the very same
 * moment.
 */
class ExclusiveWriter extends WireWriter {

	/** Where the last field is complete. */
	private int end;

	ExclusiveWriter(byte[] buffer) {
		super(buffer);
	}

	@Override
	void position(int newPosition) {
		super.position(newPosition);
		this.end = newPosition;
	}

	@Override
	public void backTo(int earlierPosition) {
		super.backTo(earlierPosition);
		this.end = earlierPosition;
	}

	@Override
	byte[] detach() {
		byte[] written = super.detach();
		this.end = position();
		return written;
	}

	@Override
	void start(int field, int length) {
		requireComplete();
		super.start(field, length);
		this.end = position() + length;
	}

	@Override
	void start(int field, int length, ByteString value) {
		if (!Insertions.areFor(value)) {
			start(field, length);
			return;
		}
		requireComplete();
		super.start(field, length, value);
		this.end = position() + length - value.size();
	}

	/**
	 * Make sure that the last field was written by one thread.
	 * @throws IllegalStateException if it was not
	 */
	public void requireComplete() {
		if (position() != this.end) {
			throw new IllegalStateException("Two threads use the context of an invocation at once, which would mix up"
					+ " what they send. Let one thread at a time use it, for example the one that joins the others");
		}
	}

}
