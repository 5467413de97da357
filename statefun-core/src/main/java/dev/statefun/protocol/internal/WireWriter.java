package dev.statefun.protocol.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes protobuf fields to an array that grows. Fields with the default value are left
 * out.
 */
class WireWriter {

	/** An invalid position: nothing can be written there. */
	private static final int DETACHED = Integer.MIN_VALUE;

	/** The size of a field of eight bytes with a short tag. */
	static final int FIXED64_SIZE = 1 + Long.BYTES;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int SMALL = 128;

	private static final int MAX_VARINT_SIZE = 10;

	/** The least length that takes three bytes. */
	private static final int MIN_THREE_BYTES = 1 << 14;

	private byte[] array;

	private int position;

	/** Absent until a field is started for a large value. */
	private @Nullable Insertions insertions;

	WireWriter() {
		this(new byte[SMALL]);
	}

	/** Write to a buffer, whatever it holds, and to larger ones after it. */
	WireWriter(byte[] buffer) {
		this.array = buffer;
	}

	/**
	 * The present position.
	 * @return the number of bytes written
	 */
	public int position() {
		return this.position;
	}

	void position(int newPosition) {
		this.position = newPosition;
	}

	/**
	 * Undo everything after a position.
	 * @param earlierPosition what {@link #position()} returned before
	 */
	public void backTo(int earlierPosition) {
		this.position = earlierPosition;
		if (this.insertions != null) {
			this.insertions.backTo(earlierPosition);
		}
	}

	/**
	 * Count what was written after a position, large values included.
	 * @param earlierPosition where to begin
	 * @return the number of bytes
	 */
	public long sizeSince(int earlierPosition) {
		int written = this.position - earlierPosition;
		return (this.insertions != null) ? (long) written + this.insertions.sizeSince(earlierPosition) : written;
	}

	/**
	 * Copy what was written after a position, large values included.
	 * @param earlierPosition where to begin
	 * @return the bytes
	 */
	public byte[] copySince(int earlierPosition) {
		return (this.insertions != null)
				? this.insertions.into(this.array, earlierPosition, this.position).toByteArray()
				: Arrays.copyOfRange(this.array, earlierPosition, this.position);
	}

	/** The large values that belong between the written bytes. */
	@Nullable Insertions insertions() {
		return this.insertions;
	}

	/** Give the buffer away. Nothing more can be written. */
	byte[] detach() {
		this.position = DETACHED;
		return this.array;
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.array, this.position);
	}

	private void require(int size) {
		int required = Math.addExact(this.position, size);
		if (required < 0 || required > this.array.length) {
			grow(required);
		}
	}

	private void grow(int required) {
		if (this.position < 0) {
			throw new IllegalStateException("Nothing can be written to an answer that is finished");
		}
		int twice = (this.array.length <= Integer.MAX_VALUE / 2 - 8) ? 2 * this.array.length : required;
		this.array = Arrays.copyOf(this.array, Math.max(required, twice));
	}

	/** Begin a field that a value belongs into, which is not copied if it is large. */
	void start(int field, int length, ByteString value) {
		if (!Insertions.areFor(value)) {
			start(field, length);
			return;
		}
		Insertions present = (this.insertions != null) ? this.insertions : new Insertions();
		present.requireRoom(Math.addExact(this.position, length));
		this.insertions = present;
		require(2 * MAX_VARINT_SIZE + length - value.size());
		header(field, length);
	}

	/** Begin a field, and make room for all of it. */
	void start(int field, int length) {
		require(2 * MAX_VARINT_SIZE + length);
		header(field, length);
	}

	void message(int field, byte[] content) {
		start(field, content.length);
		append(content);
	}

	void text(int field, String value) {
		byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
		if (utf8.length != 0) {
			message(field, utf8);
		}
	}

	void number(int field, long value) {
		if (value != 0) {
			require(2 * MAX_VARINT_SIZE);
			varint(WireReader.varint(field));
			varint(value);
		}
	}

	// The following methods write within a field that was started, so there is room

	/**
	 * Begin a field. Short tags and lengths are written without a loop: 1 ns a message.
	 */
	void header(int field, int length) {
		int tag = WireReader.lengthDelimited(field);
		if (tag > Byte.MAX_VALUE || length >= MIN_THREE_BYTES) {
			longHeader(field, length);
			return;
		}
		byte[] target = this.array;
		int at = this.position;
		target[at] = (byte) tag;
		if (length <= Byte.MAX_VALUE) {
			target[at + 1] = (byte) length;
			this.position = at + 2;
		}
		else {
			target[at + 1] = (byte) (length | 0x80);
			target[at + 2] = (byte) (length >>> 7);
			this.position = at + 3;
		}
	}

	/** Begin a field whose tag or length may take many bytes. */
	void longHeader(int field, int length) {
		varint(WireReader.lengthDelimited(field));
		varint(length);
	}

	void bytes(int field, byte[] value) {
		if (value.length != 0) {
			header(field, value.length);
			append(value);
		}
	}

	void bytes(int field, ByteString value) {
		int size = value.size();
		if (size != 0) {
			header(field, size);
			if (this.insertions != null && Insertions.areFor(value)) {
				this.insertions.add(this.position, value);
			}
			else {
				value.copyTo(this.array, this.position);
				this.position += size;
			}
		}
	}

	void fixed64(int field, long value) {
		this.array[this.position] = (byte) (field << 3 | WireFormat.WIRETYPE_FIXED64);
		LONG.set(this.array, this.position + 1, value);
		this.position += FIXED64_SIZE;
	}

	void append(byte[] bytes) {
		System.arraycopy(bytes, 0, this.array, this.position, bytes.length);
		this.position += bytes.length;
	}

	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.array[this.position++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.array[this.position++] = (byte) rest;
	}

	/** The size of a field of bytes, which is not there if it has none. */
	static int sizeOfBytes(int field, int length) {
		return (length != 0) ? sizeOfMessage(field, length) : 0;
	}

	/** The size of a field of a message, which is there even if it is empty. */
	static int sizeOfMessage(int field, int length) {
		int lengthSize = (length <= Byte.MAX_VALUE) ? 1 : CodedOutputStream.computeUInt32SizeNoTag(length);
		return CodedOutputStream.computeTagSize(field) + lengthSize + length;
	}

	static int sizeOfNumber(int field, long number) {
		return (number != 0) ? CodedOutputStream.computeUInt64Size(field, number) : 0;
	}

}
