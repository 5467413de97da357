package dev.statefun.type;

import java.math.BigDecimal;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

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

	private static Type<BigDecimal> decimal(String typeName) {
		return Types.of(typeName, BigDecimal.class, (value) -> ByteString.copyFromUtf8(value.toPlainString()),
				(bytes) -> new BigDecimal(bytes.toStringUtf8()));
	}

}
