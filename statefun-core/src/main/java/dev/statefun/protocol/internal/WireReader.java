package dev.statefun.protocol.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/**
 * Reads protobuf fields from an array, as strictly as protobuf itself does. Byte strings
 * are slices of the array. Subclasses may look ahead in it.
 */
class WireReader {

	private static final int MAX_NESTED_GROUPS = 100;

	private static final int MAX_VARINT_BITS = 70;

	/** The smallest tag of a field: the number 0 is not allowed. */
	private static final int FIRST_TAG = 1 << 3;

	private static final char REPLACEMENT = '\uFFFD';

	final byte[] array;

	int position;

	/** The end of the message that is being read. */
	int limit;

	WireReader(byte[] array) {
		this.array = array;
		this.limit = array.length;
	}

	/**
	 * Read the tag of the next field.
	 * @return the tag, or 0 at the end of the message
	 */
	final int nextTag() throws IOException {
		if (this.position == this.limit) {
			return 0;
		}
		byte single = this.array[this.position];
		if (single >= FIRST_TAG) {
			this.position++;
			return single;
		}
		return longTag();
	}

	private int longTag() throws IOException {
		int tag = (int) varint();
		if (WireFormat.getTagFieldNumber(tag) == 0) {
			throw new InvalidProtocolBufferException("There is a field with the number 0");
		}
		return tag;
	}

	/**
	 * Read the length of a nested message. The reader sees nothing behind that message
	 * until it leaves it.
	 * @return the argument for {@link #leave}
	 */
	final int enter() throws IOException {
		int length = length();
		int outer = this.limit;
		if (length > outer - this.position) {
			throw truncated();
		}
		this.limit = this.position + length;
		return outer;
	}

	/** Leave a nested message, read to its end or not. */
	final void leave(int outer) {
		this.position = this.limit;
		this.limit = outer;
	}

	/** Skip the value of a field, known or not. */
	final void skip(int tag) throws IOException {
		skip(tag, 0);
	}

	private void skip(int tag, int depth) throws IOException {
		switch (WireFormat.getTagWireType(tag)) {
			case WireFormat.WIRETYPE_VARINT -> varint();
			case WireFormat.WIRETYPE_FIXED64 -> advance(Long.BYTES);
			case WireFormat.WIRETYPE_LENGTH_DELIMITED -> advance(length());
			case WireFormat.WIRETYPE_FIXED32 -> advance(Integer.BYTES);
			case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag), depth + 1);
			case WireFormat.WIRETYPE_END_GROUP ->
				throw new InvalidProtocolBufferException("There is an end of a group that did not start");
			default -> throw new InvalidProtocolBufferException("There is a field of an unknown wire type");
		}
	}

	private void skipGroup(int field, int depth) throws IOException {
		if (depth > MAX_NESTED_GROUPS) {
			throw new InvalidProtocolBufferException("There are too many groups within groups");
		}
		int end = field << 3 | WireFormat.WIRETYPE_END_GROUP;
		for (int tag = nextTag(); tag != end; tag = nextTag()) {
			if (tag == 0) {
				throw truncated();
			}
			skip(tag, depth);
		}
	}

	final boolean bool() throws IOException {
		return varint() != 0;
	}

	final long number() throws IOException {
		return varint();
	}

	final ByteString bytes() throws IOException {
		int length = length();
		int start = advance(length);
		return (length != 0) ? UnsafeByteOperations.unsafeWrap(this.array, start, length) : ByteString.EMPTY;
	}

	final String text() throws IOException {
		int length = length();
		return text(advance(length), length);
	}

	final String text(int start, int length) throws IOException {
		String text = new String(this.array, start, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0
				&& !UnsafeByteOperations.unsafeWrap(this.array, start, length).isValidUtf8()) {
			throw new InvalidProtocolBufferException("There is a text that is not UTF-8");
		}
		return text;
	}

	/** The bytes of the message that are still to be read. */
	final ByteString rest() {
		return UnsafeByteOperations.unsafeWrap(this.array, this.position, this.limit - this.position);
	}

	/** Read a length. Reading one byte without a loop saves 1 ns a message. */
	final int length() throws IOException {
		int start = this.position;
		if (start < this.limit && this.array[start] >= 0) {
			this.position = start + 1;
			return this.array[start];
		}
		return longLength();
	}

	private int longLength() throws IOException {
		int length = (int) varint();
		if (length < 0) {
			throw new InvalidProtocolBufferException("There is a field of a negative length");
		}
		return length;
	}

	/**
	 * Skip bytes.
	 * @return the start of these bytes
	 */
	final int advance(int length) throws IOException {
		int start = this.position;
		if (length > this.limit - start) {
			throw truncated();
		}
		this.position = start + length;
		return start;
	}

	private long varint() throws IOException {
		long value = 0;
		for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
			byte next = this.array[advance(1)];
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new InvalidProtocolBufferException("There is a number of more than ten bytes");
	}

	private static InvalidProtocolBufferException truncated() {
		return new InvalidProtocolBufferException("It ends in the middle of a field, or a field has a wrong length");
	}

	static int lengthDelimited(int field) {
		return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
	}

	static int varint(int field) {
		return field << 3 | WireFormat.WIRETYPE_VARINT;
	}

}
