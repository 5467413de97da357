package dev.statefun.protocol.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.internal.NameCache.Name;
import dev.statefun.protocol.internal.NameCache.StateHead;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads protobuf fields from an array, and what requests and answers are made of:
 * addresses and values. Byte strings are slices of the array, and names come from a
 * cache.
 * <p>
 * Fields are read as strictly as by protobuf itself. But messages are not merged: of one
 * that is there twice where there should be one, such as an address, the last one counts.
 * No engine sends that.
 */
class WireReader {

	private static final int MAX_NESTED_GROUPS = 100;

	private static final int MAX_VARINT_BITS = 70;

	/** The least tag of a field, as there is none with the number 0. */
	private static final int FIRST_TAG = 1 << 3;

	/** A tag and a length, of one byte each. */
	static final int FIELD_HEADER = 2;

	/** The size of numbers; larger values differ more in size. */
	private static final int SMALL = 9;

	private static final char REPLACEMENT = '\uFFFD';

	private final byte[] array;

	private final NameCache names;

	private int position;

	/** Of the value that was read last; most probably that of the next one. */
	private @Nullable Name valueType;

	private int valueFlags;

	private Map<String, ByteString> metadata = Map.of();

	/** Where the message ends that is being read. */
	private int limit;

	WireReader(byte[] array, NameCache names) {
		this.array = array;
		this.names = names;
		this.limit = array.length;
	}

	/**
	 * Read the tag of the next field.
	 * @return the tag, or 0 at the end of the message
	 */
	int nextTag() throws IOException {
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
	 * Read the length of a nested message, and see nothing behind it until it is left.
	 * @return what {@link #leave} wants
	 */
	int enter() throws IOException {
		int length = length();
		int outer = this.limit;
		if (length > outer - this.position) {
			throw truncated();
		}
		this.limit = this.position + length;
		return outer;
	}

	/** Leave a nested message that was read to its end. */
	void leave(int outer) {
		this.limit = outer;
	}

	/** Pass over the value of a field, known or not. */
	void skip(int tag) throws IOException {
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

	boolean bool() throws IOException {
		return varint() != 0;
	}

	long number() throws IOException {
		return varint();
	}

	ByteString bytes() throws IOException {
		int length = length();
		int start = advance(length);
		return (length != 0) ? UnsafeByteOperations.unsafeWrap(this.array, start, length) : ByteString.EMPTY;
	}

	/** Read a text that other requests will hardly repeat. */
	String text() throws IOException {
		int length = length();
		return text(advance(length), length);
	}

	private String text(int start, int length) throws IOException {
		String text = new String(this.array, start, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0
				&& !UnsafeByteOperations.unsafeWrap(this.array, start, length).isValidUtf8()) {
			throw new InvalidProtocolBufferException("There is a text that is not UTF-8");
		}
		return text;
	}

	/** Read a text that other requests will repeat. */
	String name() throws IOException {
		int length = length();
		int start = advance(length);
		Name name = this.names.get(this.array, start, length);
		return (name != null) ? name.text() : text(start, length);
	}

	/**
	 * Read a value whose protocol need not be known yet. The bytes of an {@code Any} are
	 * in the field in which a {@code TypedValue} says, as a number, whether it has a
	 * value; so the wire type of that field tells them apart.
	 * @return the name of its type, empty if there is none, and its bytes, of whichever
	 * protocol
	 */
	TypedValue value() throws IOException {
		TypedValue ahead = valueAhead();
		return (ahead != null) ? ahead : anyValue();
	}

	/**
	 * Read a value if it comes as engines of 3.x write short ones: its type, that it is
	 * there, its bytes, and nothing else.
	 * @return the value, or {@code null} if it comes otherwise, and nothing was passed
	 */
	private @Nullable TypedValue valueAhead() {
		byte[] bytes = this.array;
		int type = this.position;
		int present = endOfShort(lengthDelimited(WireFields.VALUE_TYPE), type);
		int value = present + 2;
		if (present < 0 || value > this.limit || !saysPresent(present)) {
			return null;
		}
		if (value != this.limit && endOfShort(lengthDelimited(WireFields.V3_VALUE_BYTES), value) != this.limit) {
			return null;
		}
		Name name = valueType(type + 2, present - type - 2);
		if (name == null) {
			return null;
		}
		this.position = this.limit;
		this.valueFlags = ValueFlags.CURRENT | ValueFlags.PRESENT;
		int start = Math.min(value + 2, this.limit);
		return TypedValue.wrap(name.text(), bytes, start, this.limit - start);
	}

	/** Whether there is the field by which a value says that it is there. */
	private boolean saysPresent(int at) {
		return this.array[at] == varint(WireFields.V3_VALUE_PRESENT) && this.array[at + 1] == 1;
	}

	/**
	 * Read a state if it comes as engines of 3.x write those with small values, such as
	 * numbers: its name and its value, and nothing else. There are a few such states for
	 * each of a function, but for their values, so what comes before is looked up as one.
	 * @return the state, or {@code null} if it comes otherwise, and nothing was passed
	 */
	final @Nullable PersistedValue smallStateAhead() {
		byte[] bytes = this.array;
		int start = this.position;
		int value = endOfShort(lengthDelimited(WireFields.STATE_NAME), start);
		int present = endOfShort(lengthDelimited(WireFields.VALUE_TYPE), value + FIELD_HEADER);
		int content = present + 2 * FIELD_HEADER;
		int length = this.limit - content;
		if (value < 0 || present < 0 || length < 0 || length > SMALL
				|| endOfShort(lengthDelimited(WireFields.STATE_VALUE), value) != this.limit || !saysPresent(present)
				|| bytes[present + 2] != lengthDelimited(WireFields.V3_VALUE_BYTES) || bytes[present + 3] != length) {
			return null;
		}
		StateHead head = this.names.stateHead(bytes, start, value, present, content);
		if (head == null) {
			return null;
		}
		this.position = this.limit;
		this.valueFlags = ValueFlags.CURRENT | ValueFlags.PRESENT;
		TypedValue typedValue = TypedValue.wrap(head.valueType(), bytes, content, length);
		return new PersistedValue(head.name(), typedValue);
	}

	private TypedValue anyValue() throws IOException {
		String typeName = "";
		ByteString bytes = ByteString.EMPTY;
		int flags = 0;
		for (int tag = nextTag(); tag != 0; tag = nextTag()) {
			if (tag == lengthDelimited(WireFields.VALUE_TYPE)) {
				typeName = valueType();
			}
			else if (tag == varint(WireFields.V3_VALUE_PRESENT)) {
				flags = ValueFlags.CURRENT | (bool() ? flags | ValueFlags.PRESENT : flags & ~ValueFlags.PRESENT);
			}
			else if (tag == lengthDelimited(WireFields.V3_VALUE_BYTES)) {
				bytes = bytes();
				flags |= ValueFlags.CURRENT;
			}
			else if (tag == lengthDelimited(WireFields.V2_VALUE_BYTES)) {
				bytes = bytes();
				flags |= ValueFlags.LEGACY;
			}
			else if (tag == lengthDelimited(WireFields.V3_VALUE_METADATA)) {
				readMetadata();
			}
			else {
				skip(tag);
			}
		}
		this.valueFlags = flags;
		return new TypedValue(typeName, bytes);
	}

	/** Later engines may mean something else by the field, which is skipped then. */
	private void readMetadata() throws IOException {
		int outer = enter();
		int end = this.limit;
		String key = "";
		ByteString value = ByteString.EMPTY;
		try {
			for (int tag = nextTag(); tag != 0; tag = nextTag()) {
				if (tag == lengthDelimited(WireFields.METADATA_KEY)) {
					key = name();
				}
				else if (tag == lengthDelimited(WireFields.METADATA_VALUE)) {
					value = bytes();
				}
				else {
					skip(tag);
				}
			}
			this.metadata = this.metadata.isEmpty() ? new LinkedHashMap<>() : this.metadata;
			this.metadata.put(key, value);
		}
		catch (IOException ex) {
			// Not what it is known to be
		}
		this.position = end;
		this.limit = outer;
	}

	/** What came with the values that were read since this was asked last. */
	Map<String, ByteString> takeMetadata() {
		Map<String, ByteString> taken = this.metadata;
		if (!taken.isEmpty()) {
			this.metadata = Map.of();
		}
		return taken;
	}

	/** What the value that was read last tells, as {@link ValueFlags}. */
	final int valueFlags() {
		return this.valueFlags;
	}

	/** Tell something else of the value that was read last. */
	final void valueFlags(int flags) {
		this.valueFlags = flags;
	}

	private String valueType() throws IOException {
		int length = length();
		int start = advance(length);
		Name name = valueType(start, length);
		return (name != null) ? name.text() : text(start, length);
	}

	private @Nullable Name valueType(int start, int length) {
		Name name = this.names.get(this.array, start, length, this.valueType);
		if (name != this.valueType) {
			this.valueType = name;
		}
		return name;
	}

	/** Read an address; one that is empty is none. */
	@Nullable Address address() throws IOException {
		int outer = enter();
		TypeName typeName = typeNameAhead();
		String namespace = "";
		String type = "";
		String id = "";
		for (int tag = nextTag(); tag != 0; tag = nextTag()) {
			if (tag == lengthDelimited(WireFields.ADDRESS_ID)) {
				id = text();
			}
			else if (tag == lengthDelimited(WireFields.ADDRESS_NAMESPACE)) {
				namespace = name();
			}
			else if (tag == lengthDelimited(WireFields.ADDRESS_TYPE)) {
				type = name();
			}
			else {
				skip(tag);
			}
		}
		leave(outer);
		if (typeName != null) {
			return new Address(typeName, id);
		}
		if (namespace.isEmpty() && type.isEmpty() && id.isEmpty()) {
			return null;
		}
		return new Address(new TypeName(namespace, type), id);
	}

	/**
	 * Pass over the names of an address if they come as engines write them, in order and
	 * before the id only, and are not both empty.
	 * @return the names, or {@code null} if they come otherwise, and nothing was passed
	 */
	private @Nullable TypeName typeNameAhead() {
		int start = this.position;
		int type = endOfShort(lengthDelimited(WireFields.ADDRESS_NAMESPACE), start);
		int end = endOfShort(lengthDelimited(WireFields.ADDRESS_TYPE), type);
		int id = endOfShort(lengthDelimited(WireFields.ADDRESS_ID), end);
		if (id != this.limit || end == start + 2 * FIELD_HEADER) {
			return null;
		}
		TypeName typeName = this.names.typeName(this.array, start, type, end);
		this.position = (typeName != null) ? end : start;
		return typeName;
	}

	/**
	 * Find the end of a field of less than 128 bytes.
	 * @return where it ends, or a negative number if it is not such a field that is there
	 */
	private int endOfShort(int tag, int start) {
		if (start < 0 || start + 2 > this.limit || this.array[start] != tag) {
			return -1;
		}
		int length = this.array[start + 1];
		int end = start + 2 + length;
		return (length >= 0 && end <= this.limit) ? end : -1;
	}

	int position() {
		return this.position;
	}

	/** Go back, or forth again, within the message that is being read. */
	void back(int newPosition) {
		this.position = newPosition;
	}

	/** How many bytes are still to be read. */
	int remaining() {
		return this.limit - this.position;
	}

	/** What is still to be read. */
	ByteString rest() {
		return UnsafeByteOperations.unsafeWrap(this.array, this.position, remaining());
	}

	/** Without a loop, as far as two bytes: it would be inlined wherever that is done. */
	private int length() throws IOException {
		int start = this.position;
		if (start + 2 <= this.limit) {
			byte first = this.array[start];
			byte second = this.array[start + 1];
			if (first >= 0) {
				this.position = start + 1;
				return first;
			}
			if (second >= 0) {
				this.position = start + 2;
				return first & 0x7F | second << 7;
			}
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

	/** Pass over bytes, and return where they start. */
	private int advance(int length) throws IOException {
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
