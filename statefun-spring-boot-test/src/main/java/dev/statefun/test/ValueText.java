package dev.statefun.test;

import java.util.HexFormat;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * Values as text for people, without knowing their classes.
 */
final class ValueText {

	private static final List<Type<?>> PRIMITIVES = List.of(Types.booleanType(), Types.integerType(), Types.longType(),
			Types.floatType(), Types.doubleType(), Types.stringType());

	private static final int MAX_BYTES = 64;

	private ValueText() {
	}

	static String of(@Nullable TypedValue value) {
		if (value == null) {
			return "nothing";
		}
		if (!value.hasValue()) {
			return (value.typeName().isEmpty() ? "no type" : value.typeName()) + " without a value";
		}
		for (Type<?> primitive : PRIMITIVES) {
			if (value.is(primitive)) {
				return primitive(value, primitive);
			}
		}
		StreamRecord streamRecord = StreamRecord.read(value);
		return (streamRecord != null) ? streamRecord.toString() : value.typeName() + " " + bytes(value.bytes());
	}

	private static String primitive(TypedValue value, Type<?> type) {
		try {
			Object decoded = value.as(type);
			String name = type.typeName().substring(type.typeName().lastIndexOf('/') + 1);
			return (decoded instanceof String text) ? '"' + text + '"' : name + " " + decoded;
		}
		catch (SerializationException ex) {
			return value.typeName() + " " + bytes(value.bytes());
		}
	}

	/** JSON reads best as it is. */
	static String bytes(ByteString bytes) {
		if (bytes.isValidUtf8()) {
			String text = bytes.toStringUtf8();
			if (text.chars().noneMatch(Character::isISOControl)) {
				return text;
			}
		}
		int shown = Math.min(bytes.size(), MAX_BYTES);
		return HexFormat.of().formatHex(bytes.substring(0, shown).toByteArray())
				+ ((shown < bytes.size()) ? "... (%d bytes)".formatted(bytes.size()) : "");
	}

}
