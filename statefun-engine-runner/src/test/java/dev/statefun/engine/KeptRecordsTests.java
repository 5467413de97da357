package dev.statefun.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.statefun.engine.KeptRecords.KeptRecord;
import org.apache.flink.statefun.sdk.egress.generated.KafkaProducerRecord;
import org.apache.flink.statefun.sdk.egress.generated.KinesisEgressRecord;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.EgressMessage;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KeptRecords} and of what {@link EgressSink} keeps there.
 */
class KeptRecordsTests {

	private final KeptRecords records = new KeptRecords(2, 1000);

	@Test
	void whenTakenThenOldestComesFirstAndIsRemoved() throws Exception {
		this.records.add("topic", text("a"));
		this.records.add("topic", text("b"));
		assertThat(take("topic")).isEqualTo("a");
		assertThat(take("topic")).isEqualTo("b");
		assertThat(take("topic")).isNull();
		assertThat(this.records.sizes()).isEqualTo(Map.of("topic", 0));
	}

	@Test
	void whenThereAreMoreThanItMayHoldThenOldestIsDropped() throws Exception {
		this.records.add("topic", text("a"));
		this.records.add("topic", text("b"));
		this.records.add("topic", text("c"));
		assertThat(take("topic")).isEqualTo("b");
		this.records.add("topic", text("x".repeat(1001)));
		assertThat(this.records.sizes()).isEqualTo(Map.of("topic", 1));
	}

	@Test
	void whenPutBackThenItIsTheOldestAgain() throws Exception {
		this.records.add("topic", text("b"));
		this.records.putBack("topic", text("a"));
		assertThat(take("topic")).isEqualTo("a");
	}

	@Test
	void whenTakenBeforeItIsThereThenItIsWaitedFor() throws Exception {
		CompletableFuture<KeptRecord> taken = CompletableFuture.supplyAsync(() -> {
			try {
				return this.records.take("topic", Duration.ofSeconds(20));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		this.records.add("topic", text("a"));
		assertThat(taken.get(20, TimeUnit.SECONDS).value().toStringUtf8()).isEqualTo("a");
	}

	@Test
	void whenSinkGetsKafkaRecordThenItIsKeptUnderItsTopicWithItsKey() throws Exception {
		KafkaProducerRecord kafka = KafkaProducerRecord.newBuilder()
			.setTopic("greetings")
			.setKey("bob")
			.setValueBytes(ByteString.copyFromUtf8("hello"))
			.build();
		EgressSink.keep(message("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord", kafka.toByteString()),
				this.records);
		assertThat(this.records.take("greetings", Duration.ZERO))
			.isEqualTo(new KeptRecord("demo/out", "bob", ByteString.copyFromUtf8("hello")));
	}

	@Test
	void whenSinkGetsKinesisRecordThenItIsKeptUnderItsStreamWithItsPartitionKey() throws Exception {
		KinesisEgressRecord kinesis = KinesisEgressRecord.newBuilder()
			.setStream("greetings")
			.setPartitionKey("bob")
			.setValueBytes(ByteString.copyFromUtf8("hello"))
			.build();
		EgressSink.keep(
				message("type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord", kinesis.toByteString()),
				this.records);
		assertThat(this.records.take("greetings", Duration.ZERO))
			.isEqualTo(new KeptRecord("demo/out", "bob", ByteString.copyFromUtf8("hello")));
	}

	@Test
	void whenSinkGetsAnythingElseThenItIsKeptUnderTheEgress() throws Exception {
		EgressSink.keep(message("test/other", ByteString.copyFromUtf8("hello")), this.records);
		assertThat(take("demo/out")).isEqualTo("hello");
	}

	private static EgressMessage message(String typename, ByteString value) {
		return EgressMessage.newBuilder()
			.setEgressNamespace("demo")
			.setEgressType("out")
			.setArgument(TypedValue.newBuilder().setTypename(typename).setHasValue(true).setValue(value))
			.build();
	}

	private String take(String topic) throws InterruptedException {
		KeptRecord taken = this.records.take(topic, Duration.ZERO);
		return (taken != null) ? taken.value().toStringUtf8() : null;
	}

	private static KeptRecord text(String value) {
		return new KeptRecord("demo/out", "", ByteString.copyFromUtf8(value));
	}

}
