package dev.statefun.type;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypedValueTests {

	private static final TypedValue EMPTY = new TypedValue("demo/Login", ByteString.EMPTY);

	private static final TypedValue ABSENT = TypedValue.withoutValue("demo/Login");

	@Test
	void whenThereIsNoValueThenItDiffersFromAValueOfNoBytes() {
		assertThat(EMPTY.hasValue()).isTrue();
		assertThat(ABSENT.hasValue()).isFalse();
		assertThat(ABSENT).isNotEqualTo(EMPTY)
			.isEqualTo(TypedValue.withoutValue("demo/Login"))
			.hasSameHashCodeAs(TypedValue.withoutValue("demo/Login"))
			.isNotEqualTo(TypedValue.withoutValue("demo/Logout"));
		assertThat(ABSENT).hasToString("TypedValue[typeName=demo/Login, no value]");
		assertThat(ABSENT.bytes()).isEmpty();
		assertThat(TypedValue.wrap("demo/Login", new byte[0], 0, 0)).isEqualTo(EMPTY);
	}

	@Test
	void whenThereIsNoValueThenItHasATypeButCannotBeRead() {
		assertThat(TypedValue.withoutValue(Types.integerType().typeName()).is(Types.integerType())).isTrue();
		assertThatExceptionOfType(MissingValueException.class)
			.isThrownBy(() -> TypedValue.withoutValue(Types.integerType().typeName()).as(Types.integerType()))
			.withMessageContainingAll("io.statefun.types/int", "no value", "hasValue()");
		assertThatExceptionOfType(MissingValueException.class).isThrownBy(() -> ABSENT.as(Types.bytes("demo/Login")));
	}

}
