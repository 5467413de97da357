package dev.statefun.protocol.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.internal.NameCache.Name;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that requests and answers have in common: addresses and values.
 * <p>
 * Messages are not merged. Where an engine writes one message, such as an address, and a
 * sender writes two, the last one counts. No engine does that.
 */
class ValueReader extends WireReader {

	/** The size of a tag and a length, of one byte each. */
	static final int FIELD_HEADER = 2;

	private final NameCache names;

	/** The type of the last value, which most probably is the type of the next one. */
	private @Nullable Name valueType;

	private int valueFlags;

	private Map<String, ByteString> metadata = Map.of();

	ValueReader(byte[] array, NameCache names) {
		super(array);
		this.names = names;
	}

	/** Read a text that other requests repeat. */
	final String name() throws IOException {
		int length = length();
		int start = advance(length);
		Name name = this.names.get(this.array, start, length, null);
		return (name != null) ? name.text() : text(start, length);
	}

	/**
	 * Read a value of either protocol. The bytes of an {@code Any} are in the field in
	 * which a {@code TypedValue} says, as a number, whether it has a value. So the wire
	 * type of that field tells the protocols apart.
	 * @return the name of its type, empty if there is none, and its bytes. A value of
	 * neither protocol is returned as a type without a value
	 */
	final TypedValue value() throws IOException {
		TypedValue usual = usualValue();
		return (usual != null) ? usual : anyValue();
	}

	/**
	 * Read a short value of 3.x whose fields are in the engine's order: type, presence,
	 * bytes. Reading them without a loop saves 7 ns a message.
	 * @return the value, or {@code null} if it has another form, and nothing was read
	 */
	private @Nullable TypedValue usualValue() {
		byte[] bytes = this.array;
		int type = this.position;
		int present = endOfShort(lengthDelimited(WireFields.VALUE_TYPE), type);
		int value = present + 2;
		if (present < 0 || value > this.limit || bytes[present] != varint(WireFields.V3_VALUE_PRESENT)
				|| bytes[present + 1] != 1) {
			return null;
		}
		if (value != this.limit && endOfShort(lengthDelimited(WireFields.V3_VALUE_BYTES), value) != this.limit) {
			return null;
		}
		Name name = valueType(type + FIELD_HEADER, present - type - FIELD_HEADER);
		if (name == null) {
			return null;
		}
		this.position = this.limit;
		this.valueFlags = ValueFlags.CURRENT | ValueFlags.PRESENT;
		int start = Math.min(value + FIELD_HEADER, this.limit);
		return TypedValue.wrap(name.text(), bytes, start, this.limit - start);
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
		return ValueFlags.hasValue(flags) ? new TypedValue(typeName, bytes) : TypedValue.withoutValue(typeName, bytes);
	}

	/** Read metadata. The field is skipped if later engines use it for something else. */
	private void readMetadata() throws IOException {
		int outer = enter();
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
			// The field holds something else
		}
		leave(outer);
	}

	/** Return the metadata of the values that were read since the last call. */
	final Map<String, ByteString> takeMetadata() {
		Map<String, ByteString> taken = this.metadata;
		if (!taken.isEmpty()) {
			this.metadata = Map.of();
		}
		return taken;
	}

	/** The {@link ValueFlags} of the last value. */
	final int valueFlags() {
		return this.valueFlags;
	}

	/** Replace the flags of the last value. */
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

	/**
	 * Read an address.
	 * @return the address, or {@code null} if it is empty
	 */
	final @Nullable Address address() throws IOException {
		int outer = enter();
		TypeName typeName = usualTypeName();
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
	 * Skip the names of an address if they are in the engine's order, before the id and
	 * nothing else, and not both empty. Finding both at once saves 4 ns a message with a
	 * caller.
	 * @return the names, or {@code null} if they have another form, and nothing was read
	 */
	private @Nullable TypeName usualTypeName() {
		int start = this.position;
		int type = endOfShort(lengthDelimited(WireFields.ADDRESS_NAMESPACE), start);
		int end = endOfShort(lengthDelimited(WireFields.ADDRESS_TYPE), type);
		int id = endOfShort(lengthDelimited(WireFields.ADDRESS_ID), end);
		if (id != this.limit || end == start + 2 * FIELD_HEADER) {
			return null;
		}
		TypeName typeName = this.names.typeName(this.array, start, type, end);
		if (typeName != null) {
			this.position = end;
		}
		return typeName;
	}

	/**
	 * Find the end of a field of less than 128 bytes.
	 * @return the end, or a negative number if there is no such field
	 */
	private int endOfShort(int tag, int start) {
		if (start < 0 || start + FIELD_HEADER > this.limit || this.array[start] != tag) {
			return -1;
		}
		int length = this.array[start + 1];
		int end = start + FIELD_HEADER + length;
		return (length >= 0 && end <= this.limit) ? end : -1;
	}

}
