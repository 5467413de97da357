package dev.statefun.type;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FunctionalTypeTests {

	private final Type<BigDecimal> type = decimal("demo/decimal");

	@Test
	void whenATypeIsMadeOfFunctionsThenTheyWriteAndRead() {
		assertThat(this.type.typeName()).isEqualTo("demo/decimal").isEqualTo(this.type.toString());
		assertThat(this.type.javaType()).isEqualTo(BigDecimal.class);
		assertThat(this.type.serialize(new BigDecimal("1.10"))).isEqualTo(ByteString.copyFromUtf8("1.10"));
		assertThat(this.type.deserialize(ByteString.copyFromUtf8("1.10"))).isEqualTo("1.10");
	}

	@Test
	void whenAFunctionThrowsACheckedExceptionThenItBecomesOneOfSerialization() {
		Type<Timestamp> type = Types.of("demo/time", Timestamp.class, Timestamp::toByteString, Timestamp::parseFrom);
		assertThat(type.hasImmutableValues()).isFalse();
		assertThat(type.deserialize(type.serialize(Timestamp.getDefaultInstance())))
			.isEqualTo(Timestamp.getDefaultInstance());
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> type.deserialize(ByteString.copyFromUtf8("\n")))
			.withMessageContaining("demo/time")
			.withCauseInstanceOf(InvalidProtocolBufferException.class);
	}

	@Test
	void whenValuesAreImmutableThenTheTypeSaysSo() {
		Type<Timestamp> type = Types.ofImmutable("demo/time", Timestamp.class, Timestamp::toByteString,
				Timestamp::parseFrom);
		assertThat(type.hasImmutableValues()).isTrue();
		assertThat(type.deserialize(type.serialize(Timestamp.getDefaultInstance())))
			.isEqualTo(Timestamp.getDefaultInstance());
	}

	@Test
	void whenAValueCannotBeReadThenTheErrorNamesTheType() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.type.deserialize(ByteString.copyFromUtf8("x")))
			.withMessageContaining("demo/decimal")
			.withCauseInstanceOf(NumberFormatException.class);
	}

	@Test
	void whenAValueCannotBeWrittenThenTheErrorNamesTheType() {
		Type<String> failing = Types.of("demo/text", String.class, (value) -> {
			throw new IllegalStateException("full");
		}, ByteString::toStringUtf8);
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> failing.serialize("x"))
			.withMessageContainingAll("java.lang.String", "demo/text", "full");
	}

	@Test
	void whenTheFunctionsSayThemselvesWhatIsWrongThenThatIsKept() {
		SerializationException wrong = new SerializationException("wrong");
		Type<String> failing = Types.of("demo/text", String.class, ByteString::copyFromUtf8, (bytes) -> {
			throw wrong;
		});
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> failing.deserialize(ByteString.EMPTY))
			.isSameAs(wrong);
	}

	@Test
	void whenTheNameIsMalformedThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> decimal("decimal"));
	}

	@ParameterizedTest
	@MethodSource("bytes")
	void whenBytesAreReadAsAnArrayThenItIsACopyWhereverTheyAre(ByteString bytes, byte[] expected) {
		Type<byte[]> arrays = Types.byteArray("demo/bytes");
		byte[] array = arrays.deserialize(bytes);
		assertThat(array).isEqualTo(expected);
		Arrays.fill(array, (byte) 9);
		assertThat(arrays.deserialize(bytes)).isEqualTo(expected);
	}

	static Stream<Arguments> bytes() {
		byte[] array = { 1, 2, 3, 4 };
		byte[] half = new byte[500];
		Arrays.fill(half, (byte) 7);
		byte[] whole = new byte[1000];
		Arrays.fill(whole, (byte) 7);
		return Stream.of(Arguments.of(ByteString.EMPTY, new byte[0]), Arguments.of(ByteString.copyFrom(array), array),
				Arguments.of(UnsafeByteOperations.unsafeWrap(array), array),
				Arguments.of(UnsafeByteOperations.unsafeWrap(array, 1, 2), new byte[] { 2, 3 }),
				Arguments.of(UnsafeByteOperations.unsafeWrap(ByteBuffer.wrap(array).asReadOnlyBuffer()), array),
				Arguments.of(ByteString.copyFrom(half).concat(ByteString.copyFrom(half)), whole));
	}

	private static Type<BigDecimal> decimal(String typeName) {
		return Types.of(typeName, BigDecimal.class, (value) -> ByteString.copyFromUtf8(value.toPlainString()),
				(bytes) -> new BigDecimal(bytes.toStringUtf8()));
	}

}
