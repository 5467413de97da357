package dev.statefun.type;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Protobuf messages that nobody could read are refused when they are written.
 */
class ProtobufTypeTests {

	private static final NamePart INCOMPLETE = NamePart.newBuilder().setNamePart("a").buildPartial();

	@Test
	void whenAMessageLacksARequiredFieldThenItIsNotWritten() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> Types.protobuf(NamePart.class).serialize(INCOMPLETE))
			.withMessageContainingAll("google.protobuf.UninterpretedOption.NamePart", "is_extension");
		NamePart complete = INCOMPLETE.toBuilder().setIsExtension(true).build();
		Type<NamePart> type = Types.protobuf(NamePart.class);
		assertThat(type.deserialize(type.serialize(complete))).isEqualTo(complete);
	}

	@Test
	void whenANestedMessageLacksARequiredFieldThenTheMessageIsNotWritten() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> Types.protobuf(UninterpretedOption.class)
				.serialize(UninterpretedOption.newBuilder().addName(INCOMPLETE).buildPartial()))
			.withMessageContaining("name[0].is_extension");
	}

	@Test
	void whenAMessageIsNestedTooDeeplyToBeReadThenItIsNotWritten() {
		Type<Value> type = Types.protobuf(Value.class);
		Value deepest = nested(49);
		assertThat(type.deserialize(type.serialize(deepest))).isEqualTo(deepest);
		for (int depth : new int[] { 51, 200 }) {
			ByteString bytes = nested(depth).toByteString();
			assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type.deserialize(bytes));
			assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type.serialize(nested(depth)))
				.withMessageContaining("could not be read again");
		}
	}

	/** Lists in lists. Each takes two levels. */
	private static Value nested(int depth) {
		Value value = Value.newBuilder().setBoolValue(true).build();
		for (int i = 0; i < depth; i++) {
			value = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(value)).build();
		}
		return value;
	}

}
