package dev.statefun.protocol;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads protobuf fields from an array. Byte strings are slices of it, and names come from
 * a cache.
 */
final class WireReader {

	private final byte[] array;

	private final int start;

	private final int length;

	private final CodedInputStream input;

	private final NameCache names;

	WireReader(byte[] array, NameCache names) {
		this(array, 0, array.length, names);
	}

	private WireReader(byte[] array, int start, int length, NameCache names) {
		this.array = array;
		this.start = start;
		this.length = length;
		this.input = UnsafeByteOperations.unsafeWrap(array, start, length).newCodedInput();
		this.input.enableAliasing(true);
		this.names = names;
	}

	/**
	 * Read the tag of the next field.
	 * @return the tag, or 0 at the end of the message
	 */
	int nextTag() throws IOException {
		return this.input.readTag();
	}

	/**
	 * Read the length of a nested message, and see nothing behind it until it is left.
	 * @return what {@link #leave} wants
	 */
	int enter() throws IOException {
		return this.input.pushLimit(this.input.readRawVarint32());
	}

	void leave(int limit) {
		this.input.popLimit(limit);
	}

	/** Pass over the value of a field, known or not. */
	void skip(int tag) throws IOException {
		if (!this.input.skipField(tag)) {
			throw new InvalidProtocolBufferException("There is an end of a group that did not start");
		}
	}

	boolean bool() throws IOException {
		return this.input.readBool();
	}

	ByteString bytes() throws IOException {
		return this.input.readBytes();
	}

	/** Read a text that other requests will hardly repeat. */
	String text() throws IOException {
		return this.input.readStringRequireUtf8();
	}

	/** Read a text that other requests will repeat. */
	String name() throws IOException {
		int length = this.input.readRawVarint32();
		if (length >= 0 && length <= this.input.getBytesUntilLimit()) {
			@Nullable String name = this.names.get(this.array, this.start + this.input.getTotalBytesRead(), length);
			if (name != null) {
				this.input.skipRawBytes(length);
				return name;
			}
		}
		ByteString utf8 = UnsafeByteOperations.unsafeWrap(this.input.readRawBytes(length));
		if (!utf8.isValidUtf8()) {
			throw new InvalidProtocolBufferException("There is a text that is not UTF-8");
		}
		return utf8.toStringUtf8();
	}

	/**
	 * Pass over a nested message that is to be read later.
	 * @return a reader of that message
	 */
	WireReader detach() throws IOException {
		int length = this.input.readRawVarint32();
		int offset = this.start + this.input.getTotalBytesRead();
		this.input.skipRawBytes(length);
		return new WireReader(this.array, offset, length, this.names);
	}

	/** What a reader that has read nothing yet is going to read. */
	ByteString whole() {
		return UnsafeByteOperations.unsafeWrap(this.array, this.start, this.length);
	}

	static int lengthDelimited(int field) {
		return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
	}

	static int varint(int field) {
		return field << 3 | WireFormat.WIRETYPE_VARINT;
	}

}
