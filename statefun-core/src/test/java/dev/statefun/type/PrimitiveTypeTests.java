package dev.statefun.type;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The primitives, as the official SDK writes them.
 */
class PrimitiveTypeTests {

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("recordedValues")
	<T> void whenAValueIsSerializedThenItHasTheBytesOfTheOfficialSdk(Type<T> type, T value, ByteString bytes) {
		assertThat(type.serialize(value)).isEqualTo(bytes);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("recordedValues")
	<T> void whenTheBytesOfTheOfficialSdkAreDeserializedThenTheyAreThatValue(Type<T> type, T value, ByteString bytes) {
		T read = type.deserialize(bytes);
		assertThat(read).isInstanceOf(type.javaType());
		assertThat(bits(read)).isEqualTo(bits(kept(value)));
	}

	static List<Arguments> recordedValues() throws IOException {
		try (InputStream input = PrimitiveTypeTests.class.getResourceAsStream("/vectors/primitive-values.tsv")) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.skip(1)
				.map((line) -> line.split("\t"))
				.map((columns) -> arguments(type(columns[0]), value(columns[0], columns[1]), bytes(columns[2])))
				.toList();
		}
	}

	private static Object value(String type, String text) {
		if (type.equals("string")) {
			return string(text);
		}
		boolean named = text.startsWith("min ") || text.startsWith("max ") || text.startsWith("M");
		String number = named ? text.substring(text.indexOf(' ') + 1) : text;
		String bits = number.substring(number.indexOf('x') + 1);
		return switch (type) {
			case "bool" -> Boolean.valueOf(number);
			case "int" -> Integer.valueOf(number);
			case "long" -> Long.valueOf(number);
			case "float" -> number.startsWith("NaN bits") ? Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16))
					: Float.valueOf(number);
			case "double" -> number.startsWith("NaN bits") ? Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))
					: Double.valueOf(number);
			default -> throw new IllegalArgumentException(type);
		};
	}

	private static String string(String text) {
		return switch (text) {
			case "(empty)" -> "";
			case "U+0000" -> "\0";
			case "e + U+0301" -> "e\u0301";
			case "127 x 'x'" -> "x".repeat(127);
			case "128 x 'x'" -> "x".repeat(128);
			case "300 x 'x'" -> "x".repeat(300);
			case "lone surrogate U+D83D" -> "\uD83D";
			default -> text;
		};
	}

	/** What remains of a value: negative zero and lone surrogates are lost. */
	private static Object kept(Object value) {
		if (value.equals(-0.0f)) {
			return 0.0f;
		}
		if (value.equals(-0.0)) {
			return 0.0;
		}
		return value.equals("\uD83D") ? "?" : value;
	}

	private static Object bits(Object value) {
		if (value instanceof Float number) {
			return Float.floatToRawIntBits(number);
		}
		return (value instanceof Double number) ? Double.doubleToRawLongBits(number) : value;
	}

	@ParameterizedTest
	@CsvSource({ "bool, 0800, false", "bool, 0802, true", "bool, 088100, true", "bool, 08000801, true",
			"int, 0d00000000, 0", "int, 10010d05000000, 5", "int, 0d050000007b08017c, 5", "long, 090000000000000000, 0",
			"float, 0d00000080, -0.0", "float, 10010d0000803f, 1.0", "double, 090000000000000080, -0.0",
			"string, 0a00, ''", "string, 0a810061, a" })
	void whenBytesAreNotCanonicalThenTheyAreReadAsProtobufReadsThem(String type, String bytes, String value) {
		assertThat(type(type).deserialize(bytes(bytes))).hasToString(value);
	}

	@ParameterizedTest
	@CsvSource({ "bool, 0d01000000", "int, 0801", "long, 0d01000000", "double, 09000000000000f03f0801", "string, 0801",
			"bool, 08", "bool, 0801ff", "int, 0d0100", "int, 0d0100000099", "int, 0c", "int, 0d050000007c", "int, 0b",
			"long, 0901", "float, 0d0000", "float, 0901", "double, 00", "string, 0a0561", "string, 0a0161ff",
			"string, 0a02c328", "string, 0affffffff0f", "string, 686920" })
	void whenBytesAreOfSomethingElseThenTheyAreRefused(String type, String bytes) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type(type).deserialize(bytes(bytes)))
			.withMessageContaining("io.statefun.types/" + type);
	}

	@ParameterizedTest
	@CsvSource({ "int, 0d05000000, 5", "long, 090500000000000000, 5", "string, 0a0568656c6c6f, hello" })
	void whenBytesAreNotInOneArrayThenTheyAreReadAllTheSame(String type, String bytes, String value) {
		ByteString content = bytes(bytes);
		int half = content.size() / 2;
		ByteString around = ByteString.copyFrom(new byte[500]);
		ByteString parts = around.concat(content.substring(0, half)).concat(content.substring(half).concat(around));
		assertThat(type(type).deserialize(parts.substring(500, 500 + content.size()))).hasToString(value);
		assertThat(type(type).deserialize(UnsafeByteOperations.unsafeWrap(content.asReadOnlyByteBuffer())))
			.hasToString(value);
	}

	@Test
	void whenATypeIsPrintedThenItIsItsName() {
		assertThat(Stream.of(Types.booleanType(), Types.stringType())).map(Type::toString)
			.containsExactly("io.statefun.types/bool", "io.statefun.types/string");
	}

	private static Type<?> type(String name) {
		Type<?> type = switch (name) {
			case "bool" -> Types.booleanType();
			case "int" -> Types.integerType();
			case "long" -> Types.longType();
			case "float" -> Types.floatType();
			case "double" -> Types.doubleType();
			case "string" -> Types.stringType();
			default -> throw new IllegalArgumentException(name);
		};
		assertThat(type.typeName()).isEqualTo("io.statefun.types/" + name);
		return type;
	}

	private static ByteString bytes(String hex) {
		return hex.equals("(empty)") ? ByteString.EMPTY : ByteString.copyFrom(HexFormat.of().parseHex(hex));
	}

}
