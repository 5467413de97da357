package dev.statefun.protocol.internal;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;
import dev.statefun.Address;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

/**
 * Keeps, in the form in which they travel, the names that answers repeat: of function
 * types and egresses, of the types of values, of states and topics.
 */
final class EncodedNames {

	/** What comes before the bytes of a number that has eight. */
	private static final byte[] NUMBER = { WireFields.PRIMITIVE << 3 | WireFormat.WIRETYPE_FIXED64 };

	private final ProtocolVersion version;

	private final EncodingCache<TypeName> typeNames = new EncodingCache<>(EncodedNames::write);

	private final EncodingCache<String> parsedNames = new EncodingCache<>((text) -> write(TypeName.parse(text)));

	private final EncodingCache<String> valueTypes = new EncodingCache<>(this::writeValueType);

	private final EncodingCache<String> recordTypes = new EncodingCache<>(this::writeRecordType);

	private final EncodingCache<String> texts = new EncodingCache<>((text) -> text.getBytes(StandardCharsets.UTF_8));

	private final EncodingCache<String> modifications = new EncodingCache<>(EncodedNames::writeModification);

	private final EncodingCache<String> numberModifications = new EncodingCache<>(this::writeNumberModification);

	private final byte[] textType;

	EncodedNames(ProtocolVersion version) {
		this.version = version;
		this.textType = writeRecordType(Types.stringType().typeName());
	}

	/**
	 * Encode the first two fields of an {@link Address}, which are those of an egress,
	 * too.
	 */
	byte[] encode(TypeName typeName) {
		return this.typeNames.encode(typeName);
	}

	/**
	 * Encode a name that is not parsed yet.
	 * @throws IllegalArgumentException if it is malformed
	 */
	byte[] encode(String typeName) {
		return this.parsedNames.encode(typeName);
	}

	/**
	 * Encode what a {@link TypedValue} has before its bytes: the name of its type, as it
	 * is in the protocol, and in 3.x that there is a value.
	 */
	byte[] encodeValueType(String name) {
		return this.valueTypes.encode(name);
	}

	/**
	 * Encode what a value has before its bytes if these are the same in both protocols.
	 */
	byte[] encodeRecordType(String name) {
		return this.recordTypes.encode(name);
	}

	/** What a text has before its bytes. */
	byte[] textType() {
		return this.textType;
	}

	/** Encode what the change of a state, but for its removal, has before the value. */
	byte[] encodeModification(String state) {
		return this.modifications.encode(state);
	}

	/**
	 * Encode, for 3.x, the change of a state to a number of eight bytes, up to these.
	 */
	byte[] encodeNumberModification(String state) {
		return this.numberModifications.encode(state);
	}

	/** Encode a text that many answers have. */
	byte[] encodeText(String text) {
		return this.texts.encode(text);
	}

	private static byte[] write(TypeName typeName) {
		WireWriter writer = new WireWriter();
		writer.text(WireFields.ADDRESS_NAMESPACE, typeName.namespace());
		writer.text(WireFields.ADDRESS_TYPE, typeName.name());
		return writer.toByteArray();
	}

	private byte[] writeValueType(String name) {
		WireWriter writer = new WireWriter();
		writer.text(WireFields.VALUE_TYPE, name);
		if (this.version == ProtocolVersion.V3) {
			writer.number(WireFields.V3_VALUE_PRESENT, 1);
		}
		return writer.toByteArray();
	}

	private byte[] writeRecordType(String name) {
		TypedValue value = new TypedValue(name, ByteString.EMPTY);
		return writeValueType(((this.version == ProtocolVersion.V2) ? LegacyValues.toWire(value) : value).typeName());
	}

	private static byte[] writeModification(String state) {
		WireWriter writer = new WireWriter();
		writer.number(WireFields.MUTATION_TYPE, WireFields.MUTATION_TYPE_MODIFY);
		writer.text(WireFields.MUTATION_NAME, state);
		return writer.toByteArray();
	}

	private byte[] writeNumberModification(String state) {
		byte[] fields = encodeModification(state);
		byte[] type = encodeValueType(Types.longType().typeName());
		int size = NUMBER.length + Long.BYTES;
		int valueSize = type.length + WireWriter.sizeOfMessage(WireFields.V3_VALUE_BYTES, size);
		WireWriter writer = new WireWriter();
		writer.start(WireFields.RESULT_MUTATIONS,
				fields.length + WireWriter.sizeOfMessage(WireFields.MUTATION_VALUE, valueSize));
		writer.append(fields);
		writer.header(WireFields.MUTATION_VALUE, valueSize);
		writer.append(type);
		writer.header(WireFields.V3_VALUE_BYTES, size);
		writer.append(NUMBER);
		return writer.toByteArray();
	}

}
