package dev.statefun.protocol;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, in the form in which they travel, the names that answers repeat: of function
 * types and egresses, and of the types of values. Of bounded size, and without locks, for
 * the same reasons as {@link NameCache}.
 */
final class EncodedNames {

	private static final int SLOTS = 512;

	private static final int MAX_LENGTH = 256;

	private final @Nullable Entry[] typeNames = new Entry[SLOTS];

	private final @Nullable Entry[] valueTypes = new Entry[SLOTS];

	private final ProtocolVersion version;

	private final byte[] textType;

	EncodedNames(ProtocolVersion version) {
		this.version = version;
		TypedValue text = new TypedValue(Types.stringType().typeName(), ByteString.EMPTY);
		this.textType = encode(((version == ProtocolVersion.V2) ? LegacyValues.toWire(text) : text).typeName());
	}

	/** What a text has before its bytes. */
	byte[] textType() {
		return this.textType;
	}

	/**
	 * Encode the first two fields of an {@link Address}, which are those of an egress,
	 * too.
	 */
	byte[] encode(TypeName typeName) {
		int slot = 31 * typeName.namespace().hashCode() + typeName.name().hashCode() & SLOTS - 1;
		Entry entry = this.typeNames[slot];
		if (entry != null && (entry.name == typeName || entry.name.equals(typeName))) {
			return entry.encoded;
		}
		WireWriter writer = new WireWriter(64);
		writer.bytes(WireFields.ADDRESS_NAMESPACE, typeName.namespace().getBytes(StandardCharsets.UTF_8));
		writer.bytes(WireFields.ADDRESS_TYPE, typeName.name().getBytes(StandardCharsets.UTF_8));
		byte[] encoded = writer.toByteArray();
		if (encoded.length <= MAX_LENGTH) {
			this.typeNames[slot] = new Entry(typeName, encoded);
		}
		return encoded;
	}

	/**
	 * Encode what a {@link TypedValue} has before its bytes: the name of its type and, in
	 * 3.x, that there is a value.
	 */
	byte[] encode(String valueType) {
		int hash = valueType.hashCode();
		int slot = (hash ^ hash >>> 16) & SLOTS - 1;
		Entry entry = this.valueTypes[slot];
		if (entry != null && (entry.name == valueType || entry.name.equals(valueType))) {
			return entry.encoded;
		}
		WireWriter writer = new WireWriter(64);
		writer.bytes(WireFields.VALUE_TYPE, valueType.getBytes(StandardCharsets.UTF_8));
		if (this.version == ProtocolVersion.V3) {
			writer.number(WireFields.V3_VALUE_PRESENT, 1);
		}
		byte[] encoded = writer.toByteArray();
		if (encoded.length <= MAX_LENGTH) {
			this.valueTypes[slot] = new Entry(valueType, encoded);
		}
		return encoded;
	}

	private record Entry(Object name, byte[] encoded) {

	}

}
