package dev.statefun.io;

import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.protocol.reference.egress.KafkaProducerRecord;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.UnknownTypeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KafkaEgressMessageTests {

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final KafkaEgressMessage message = KafkaEgressMessage.forEgress("demo/greetings").withTopic("greetings");

	@Test
	void whenAllIsGivenThenTheEgressGetsIt() throws Exception {
		KafkaEgressMessage full = this.message.withUtf8Key("schlüssel").withUtf8Value("grüße");
		assertThat(full.egress()).isEqualTo("demo/greetings");
		assertThat(record(full)).isEqualTo(KafkaProducerRecord.newBuilder()
			.setTopic("greetings")
			.setKey("schlüssel")
			.setValueBytes(ByteString.copyFromUtf8("grüße"))
			.build());
	}

	@Test
	void whenThereIsNoKeyThenTheRecordHasNone() throws Exception {
		assertThat(record(this.message.withUtf8Value("hello")).getKey()).isEmpty();
	}

	@Test
	void whenTheValueIsEmptyThenTheRecordIsToo() throws Exception {
		assertThat(record(this.message.withUtf8Value("")).getValueBytes()).isEmpty();
	}

	@Test
	void whenPartsAreEmptyThenTheyAreLeftOutAsProtobufDoes() {
		assertThat(this.message.withUtf8Key("").withUtf8Value("").value(this.types).bytes())
			.isEqualTo(KafkaProducerRecord.newBuilder().setTopic("greetings").build().toByteString());
	}

	@Test
	void whenTheValueIsAnObjectThenTheRecordHasTheBytesOfItsType() throws Exception {
		assertThat(record(this.message.withValue(42)).getValueBytes()).isEqualTo(Types.integerType().serialize(42));
	}

	@Test
	void whenTheValueIsBytesThenTheRecordHasThem() throws Exception {
		ByteString bytes = ByteString.copyFrom(new byte[10_000]);
		assertThat(record(this.message.withValue(bytes)).getValueBytes()).isEqualTo(bytes);
		assertThat(record(this.message.withValue(bytes.toByteArray())).getValueBytes()).isEqualTo(bytes);
	}

	@Test
	void whenTheClassOfTheValueHasNoTypeThenItIsRefused() {
		KafkaEgressMessage unknown = this.message.withValue(List.of());
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> unknown.value(this.types));
	}

	@Test
	void whenAMessageIsChangedThenItIsAnotherOne() throws Exception {
		KafkaEgressMessage first = this.message.withUtf8Value("first");
		first.withUtf8Value("second").withTopic("other").withUtf8Key("key");
		assertThat(record(first)).isEqualTo(KafkaProducerRecord.newBuilder()
			.setTopic("greetings")
			.setValueBytes(ByteString.copyFromUtf8("first"))
			.build());
	}

	@Test
	void whenThereIsNoTopicThenItIsRefused() {
		KafkaEgressMessage noTopic = KafkaEgressMessage.forEgress("demo/greetings").withUtf8Value("hello");
		assertThatIllegalArgumentException().isThrownBy(() -> noTopic.value(this.types))
			.withMessageContainingAll("demo/greetings", "no topic", "withTopic");
	}

	@Test
	void whenTheTopicIsEmptyThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.message.withTopic(""))
			.withMessageContaining("topic");
	}

	@Test
	void whenThereIsNoValueThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.message.value(this.types))
			.withMessageContainingAll("demo/greetings", "no value", "withUtf8Value");
	}

	private KafkaProducerRecord record(KafkaEgressMessage kafkaMessage) throws InvalidProtocolBufferException {
		TypedValue value = kafkaMessage.value(this.types);
		assertThat(value.typeName()).isEqualTo("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord");
		return KafkaProducerRecord.parseFrom(value.bytes());
	}

}
