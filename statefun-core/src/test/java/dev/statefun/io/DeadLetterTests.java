package dev.statefun.io;

import java.time.Instant;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.statefun.Address;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.type.MissingValueException;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeadLetterTests {

	private static final Address TARGET = Address.of("demo/some/greeter", "ada ü");

	private static final Address CALLER = Address.of("demo/caller", "");

	private static final TypedValue VALUE = new TypedValue("demo/Login", ByteString.copyFrom(new byte[] { 0, -1, 7 }));

	private static final Instant TIME = Instant.parse("2031-05-06T07:08:09.123456789Z");

	private final DeadLetter letter = new DeadLetter(TARGET, CALLER, VALUE, "java.io.IOException", "no ü", 3, TIME);

	@Test
	void whenALetterIsWrittenThenItIsTheDocumentedMessage() throws Exception {
		dev.statefun.proto.DeadLetter message = dev.statefun.proto.DeadLetter.parseFrom(this.letter.toBytes());
		assertThat(message).isEqualTo(dev.statefun.proto.DeadLetter.newBuilder()
			.setTarget(address("demo/some", "greeter", "ada ü"))
			.setCaller(address("demo", "caller", ""))
			.setValueType("demo/Login")
			.setValue(VALUE.bytes())
			.setExceptionType("java.io.IOException")
			.setExceptionMessage("no ü")
			.setAttempts(3)
			.setTime(Timestamp.newBuilder().setSeconds(TIME.getEpochSecond()).setNanos(123456789))
			.build());
		assertThat(message.getUnknownFields().asMap()).isEmpty();
		assertThat(DeadLetter.from(message.toByteString())).isEqualTo(this.letter);
		assertThat(DeadLetter.TYPE.typeName()).endsWith("/" + message.getDescriptorForType().getFullName());
	}

	@Test
	void whenALetterIsWrittenThenItCanBeReadBack() {
		assertThat(DeadLetter.from(this.letter.toBytes().toByteArray())).isEqualTo(this.letter);
		DeadLetter bare = new DeadLetter(TARGET, null, new TypedValue("", ByteString.EMPTY), "Oops", "", 1,
				Instant.EPOCH);
		assertThat(DeadLetter.from(bare.toBytes())).isEqualTo(bare);
		assertThat(TypedValue.of(DeadLetter.TYPE, bare).as(DeadLetter.TYPE)).isEqualTo(bare);
	}

	@Test
	void whenTheMessageHasNoValueThenTheLetterHasNone() throws Exception {
		DeadLetter empty = new DeadLetter(TARGET, null, TypedValue.withoutValue("demo/Login"), "Oops", "", 1, TIME);
		assertThat(DeadLetter.from(empty.toBytes()).value()).isEqualTo(TypedValue.withoutValue("demo/Login"));
		assertThat(dev.statefun.proto.DeadLetter.parseFrom(empty.toBytes()).getNoValue()).isTrue();
		assertThat(dev.statefun.proto.DeadLetter.parseFrom(this.letter.toBytes()).getNoValue()).isFalse();
		KafkaEgressMessage message = empty.toKafkaMessage("demo/out", "logins");
		assertThatExceptionOfType(MissingValueException.class)
			.isThrownBy(() -> message.value(new TypeRegistry(List.of(), List.of())))
			.withMessageContaining("demo/Login");
	}

	@Test
	void whenALetterHasFieldsOfALaterVersionThenTheyAreSkipped() {
		ByteString later = this.letter.toBytes()
			.concat(ByteString.copyFrom(new byte[] { (byte) 0xfa, 1, 2, 'x', 'y' }));
		assertThat(DeadLetter.from(later)).isEqualTo(this.letter);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "hello world", "\u0001\u0001" })
	void whenBytesAreNotThoseOfALetterThenThatIsSaid(String text) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> DeadLetter.from(ByteString.copyFromUtf8(text)))
			.withMessageContaining("not those of a dead letter");
	}

	@Test
	void whenTheTimeIsImpossibleThenThatIsSaid() {
		ByteString bytes = dev.statefun.proto.DeadLetter.newBuilder()
			.setTarget(address("demo", "greeter", "ada"))
			.setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
			.build()
			.toByteString();
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> DeadLetter.from(bytes));
	}

	@Test
	void whenTheMessageOfTheExceptionIsLongThenItIsCutBetweenCharacters() {
		String longest = "x".repeat(DeadLetter.MAX_MESSAGE_LENGTH);
		assertThat(message(longest)).isEqualTo(longest);
		assertThat(message(longest + "y")).hasSize(DeadLetter.MAX_MESSAGE_LENGTH).endsWith("x…");
		assertThat(message("x".repeat(DeadLetter.MAX_MESSAGE_LENGTH - 2) + "😀😀")).endsWith("x…");
		DeadLetter cut = new DeadLetter(TARGET, null, VALUE, "Oops", "😀".repeat(DeadLetter.MAX_MESSAGE_LENGTH), 1,
				TIME);
		assertThat(DeadLetter.from(cut.toBytes())).isEqualTo(cut);
	}

	private static String message(String text) {
		return new DeadLetter(TARGET, null, VALUE, "Oops", text, 1, TIME).exceptionMessage();
	}

	@Test
	void whenALetterBecomesARecordAgainThenItHasTheIdAndTheBytes() {
		KafkaEgressMessage message = this.letter.toKafkaMessage("demo/kafka", "logins");
		assertThat(message.egress()).isEqualTo("demo/kafka");
		EgressRecord record = message.toRecord(new TypeRegistry(List.of(), List.of()));
		assertThat(record.key()).isEqualTo("ada ü");
		assertThat(record.destination()).isEqualTo("logins");
		assertThat(record.value()).isEqualTo(VALUE.bytes());
	}

	private static dev.statefun.proto.DeadLetter.Address address(String namespace, String type, String id) {
		return dev.statefun.proto.DeadLetter.Address.newBuilder()
			.setNamespace(namespace)
			.setType(type)
			.setId(id)
			.build();
	}

}
