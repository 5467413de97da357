package dev.statefun.console.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.console.internal.RecordedValue.Form;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of recorded values, as people read them: primitives as themselves, protobuf
 * messages in their text format, what is text as it is, and all else as hexadecimal
 * digits. Safe for use by many threads.
 */
final class ValueTexts {

	private static final String RECORDS = "type.googleapis.com/io.statefun.sdk.egress.";

	private static final List<Type<?>> PRIMITIVES = List.of(Types.stringType(), Types.integerType(), Types.longType(),
			Types.booleanType(), Types.floatType(), Types.doubleType());

	private static final int KEY = 1;

	private static final int VALUE = 2;

	private static final int DESTINATION = 3;

	private final Map<String, Type<?>> types = new HashMap<>();

	ValueTexts(Iterable<? extends Type<?>> known) {
		known.forEach((type) -> this.types.put(type.typeName(), type));
		PRIMITIVES.forEach((type) -> this.types.put(type.typeName(), type));
	}

	/**
	 * Make text of a value.
	 * @return how to show it
	 */
	Shown show(RecordedValue value) {
		if (value.form() == Form.MASKED) {
			return new Shown(value.type(), "masked", "", value.size(), false);
		}
		if (value.form() == Form.ABSENT) {
			return new Shown(value.type(), "none", "", 0, false);
		}
		String text = value.isShortened() ? null : structured(value);
		if (text != null) {
			return new Shown(value.type(), "text", text, value.size(), false);
		}
		text = utf8(value.isShortened() ? withoutHeader(value) : value);
		return (text != null) ? new Shown(value.type(), "text", text, value.size(), value.isShortened())
				: new Shown(value.type(), "hex", HexFormat.ofDelimiter(" ").formatHex(value.bytes()), value.size(),
						value.isShortened());
	}

	/**
	 * Make a short text of a value, for a list.
	 */
	String brief(RecordedValue value, int max) {
		return Excerpt.shorten(show(value).text(), max);
	}

	/** A text is a field of a message, whose length is in front of it. */
	private static RecordedValue withoutHeader(RecordedValue value) {
		if (!value.type().equals(Types.stringType().typeName())) {
			return value;
		}
		int start = 1;
		while (start < value.bytes().length && value.bytes()[start] < 0) {
			start++;
		}
		start = Math.min(start + 1, value.bytes().length);
		byte[] text = Arrays.copyOfRange(value.bytes(), start, value.bytes().length);
		return new RecordedValue(value.type(), text, value.size(), value.form());
	}

	private @Nullable String structured(RecordedValue value) {
		try {
			if (value.type().startsWith(RECORDS)) {
				return egressRecord(value.bytes());
			}
			Type<?> type = this.types.get(value.type());
			if (type == null || !(isPrimitive(type) || Message.class.isAssignableFrom(type.javaType()))) {
				return null;
			}
			return String.valueOf(new TypedValue(value.type(), ByteString.copyFrom(value.bytes())).as(type));
		}
		catch (RuntimeException | InvalidProtocolBufferException ex) {
			// Others may send anything under any name
			return null;
		}
	}

	private static boolean isPrimitive(Type<?> type) {
		return PRIMITIVES.stream().anyMatch((primitive) -> primitive.typeName().equals(type.typeName()));
	}

	/** The record of an egress, as the SDKs write it. */
	private static String egressRecord(byte[] bytes) throws InvalidProtocolBufferException {
		UnknownFieldSet fields = UnknownFieldSet.parseFrom(bytes);
		Map<String, String> parts = new LinkedHashMap<>();
		put(parts, "destination", fields, DESTINATION);
		put(parts, "key", fields, KEY);
		put(parts, "value", fields, VALUE);
		StringBuilder text = new StringBuilder();
		parts.forEach((name, part) -> text.append(name).append(": ").append(part).append('\n'));
		return text.toString().stripTrailing();
	}

	private static void put(Map<String, String> parts, String name, UnknownFieldSet fields, int number) {
		for (ByteString bytes : fields.getField(number).getLengthDelimitedList()) {
			String text = bytes.isValidUtf8() ? bytes.toStringUtf8() : HexFormat.of().formatHex(bytes.toByteArray());
			parts.put(name, text);
		}
	}

	/**
	 * Returns {@code null} if it is no text. What is cut off may end within a character.
	 */
	private static @Nullable String utf8(RecordedValue value) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		byte[] bytes = value.bytes();
		CharBuffer chars = CharBuffer.allocate(bytes.length);
		ByteBuffer in = ByteBuffer.wrap(bytes);
		try {
			if (value.isShortened()) {
				if (decoder.decode(in, chars, false).isError()) {
					return null;
				}
			}
			else {
				chars = decoder.decode(in);
				chars.position(chars.limit());
			}
		}
		catch (CharacterCodingException ex) {
			return null;
		}
		chars.flip();
		boolean binary = chars.chars().anyMatch((c) -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
		return binary ? null : chars.toString();
	}

	/**
	 * A value as text.
	 *
	 * @param type the name of its type
	 * @param format {@code text}, {@code hex}, {@code none} for no value, or
	 * {@code masked}
	 * @param text the text, possibly shortened
	 * @param size how many bytes the value has in all
	 * @param shortened whether the text is of its first bytes only
	 */
	record Shown(String type, String format, String text, int size, boolean shortened) {

	}

}
