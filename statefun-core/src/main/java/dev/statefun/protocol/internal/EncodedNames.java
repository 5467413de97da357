package dev.statefun.protocol.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

/**
 * Keeps the encoded forms of names that answers repeat: function types and egresses, the
 * types of values, topics and states.
 */
final class EncodedNames {

	private final ProtocolVersion version;

	private final EncodingCache<Object> typeNames;

	private final EncodingCache<String> valueTypes;

	private final EncodingCache<String> texts;

	private final byte[] textType;

	/**
	 * Create names.
	 * @param version the protocol of the answers
	 */
	EncodedNames(ProtocolVersion version) {
		this.version = version;
		this.typeNames = new EncodingCache<>(EncodedNames::writeTypeName);
		this.valueTypes = new EncodingCache<>(this::writeValueType);
		this.texts = new EncodingCache<>((text) -> text.getBytes(StandardCharsets.UTF_8));
		this.textType = writeValueType(Types.stringType().typeName());
	}

	/**
	 * Encode the first two fields of an {@link Address}. An egress has the same fields.
	 * @param name a {@link TypeName}, which is taken as it is, or a text that is parsed
	 * @throws IllegalArgumentException if the text is malformed
	 */
	byte[] encode(Object name) {
		return this.typeNames.encode(name);
	}

	private static byte[] writeTypeName(Object name) {
		TypeName typeName = (name instanceof TypeName parsed) ? parsed : TypeName.parse((String) name);
		WireWriter writer = new WireWriter();
		writer.text(WireFields.ADDRESS_NAMESPACE, typeName.namespace());
		writer.text(WireFields.ADDRESS_TYPE, typeName.name());
		return writer.toByteArray();
	}

	/**
	 * Encode the fields of a {@link TypedValue} before its bytes: the name of its type in
	 * the protocol, and in 3.x the flag of its presence.
	 */
	byte[] encodeValueType(String name) {
		return this.valueTypes.encode(name);
	}

	/** Encode the same fields. A type without a value is rare, and not kept. */
	byte[] encodeValueType(TypedValue value) {
		return value.hasValue() ? encodeValueType(value.typeName()) : writeValueType(value.typeName(), false);
	}

	/** The fields of a text before its bytes. */
	byte[] textType() {
		return this.textType;
	}

	private byte[] writeValueType(String name) {
		return writeValueType(name, true);
	}

	private byte[] writeValueType(String name, boolean present) {
		WireWriter writer = new WireWriter();
		if (this.version == ProtocolVersion.V2) {
			writer.text(WireFields.VALUE_TYPE, LegacyValues.toWireName(name));
		}
		else {
			writer.text(WireFields.VALUE_TYPE, name);
			writer.number(WireFields.V3_VALUE_PRESENT, present ? 1 : 0);
		}
		return writer.toByteArray();
	}

	/** Encode a text that many answers contain. */
	byte[] encodeText(String text) {
		return this.texts.encode(text);
	}

	/** Encode metadata as fields of a value. */
	static byte[] encodeMetadata(Map<String, ByteString> metadata) {
		WireWriter fields = new WireWriter();
		metadata.forEach((name, value) -> {
			byte[] key = name.getBytes(StandardCharsets.UTF_8);
			fields.start(WireFields.V3_VALUE_METADATA,
					WireWriter.sizeOfBytes(WireFields.METADATA_KEY, key.length)
							+ WireWriter.sizeOfBytes(WireFields.METADATA_VALUE, value.size())
							+ WireWriter.sizeOfNumber(WireFields.METADATA_PRESENT, 1));
			fields.bytes(WireFields.METADATA_KEY, key);
			fields.bytes(WireFields.METADATA_VALUE, value);
			fields.number(WireFields.METADATA_PRESENT, 1);
		});
		return fields.toByteArray();
	}

}
