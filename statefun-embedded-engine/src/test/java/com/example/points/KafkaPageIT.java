package com.example.points;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.example.points.PointsExamples.PointsApplication;
import com.example.points.PointsExamples.Rates;
import com.example.points.PointsExamples.Replay;
import com.example.points.PointsExamples.Shop;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import dev.statefun.io.DeadLetter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of docs/kafka.md, with a broker and an engine on free ports.
 */
@SpringBootTest(classes = PointsApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@EmbeddedKafka(bootstrapServersProperty = "spring.kafka.bootstrap-servers",
		brokerProperties = { "offsets.topic.replication.factor=1", "transaction.state.log.replication.factor=1",
				"transaction.state.log.min.isr=1" })
@TestPropertySource(
		properties = { "spring.config.location=classpath:kafka-page.yml", "statefun.embedded-engine.ingress-port=0",
				"statefun.embedded-engine.egress-port=0", "spring.application.name=points",
				"logging.level.statefun.engine=debug", KafkaPageIT.TYPED + "topics[0].name=strings",
				KafkaPageIT.TYPED + "topics[0].value-type=io.statefun.types/string",
				KafkaPageIT.TYPED + "topics[0].targets=docs/typed", KafkaPageIT.TYPED + "topics[1].name=protobuf",
				KafkaPageIT.TYPED + "topics[1].value-type=type.googleapis.com/google.protobuf.Timestamp",
				KafkaPageIT.TYPED + "topics[1].targets=docs/typed", KafkaPageIT.TYPED + "start-position=earliest" })
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class KafkaPageIT {

	static final String TYPED = "statefun.kafka.ingresses.typed.";

	private static final Pattern YAML = Pattern.compile("^```yaml\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	/** The second attempt fails as the first one, numbered 0. */
	private static final Pattern STOPPED_AGAIN = Pattern
		.compile("\\(notes\\) \\(1/1\\)#1 .* to FAILED.*\\s.*requires a UTF-8 key set for each record");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	Shop shop;

	@Autowired
	Rates rates;

	@Autowired
	Replay replay;

	@Autowired
	KafkaProperties kafka;

	@Autowired
	EmbeddedKafkaBroker broker;

	@Test
	void whenTheStepsAreDoneThenRecordsTakeTheWayOfThePage(CapturedOutput output) throws Exception {
		assertThatYamlIsThatOfThePage();
		try (Consumer<String, byte[]> consumer = consumer(); Admin admin = Admin.create(properties())) {

			// 1., 2. A topic in, a topic out
			this.shop.sell("ada", "{\"amount\":12,\"currency\":\"EUR\"}").get();
			ConsumerRecord<String, byte[]> first = read(consumer, "points", 1).get(0);
			assertThat(first.key()).isEqualTo("ada");
			assertThat(text(first)).isEqualTo("{\"total\":12}");

			// 3. Keys and types
			send("notes", "ada", "Grüße".getBytes(StandardCharsets.UTF_8));
			send("strings", "plain", "Grüße".getBytes(StandardCharsets.UTF_8));
			send("strings", "packed", StringValue.of("Grüße").toByteArray());
			send("protobuf", "bob", Timestamp.newBuilder().setSeconds(42).build().toByteArray());
			assertThat(read(consumer, "noted", 3).stream().map(KafkaPageIT::text))
				.containsExactlyInAnyOrder("noted: Grüße", "string: Grüße", "protobuf: 42");
			assertThat(letter(read(consumer, "dead-letters", 1).get(0)).target()).hasToString("docs/typed/plain");

			// 4. Several partitions
			for (int i = 0; i < 20; i++) {
				for (String customer : List.of("bob", "cleo", "dan", "eve")) {
					this.shop.sell(customer, "{\"amount\":1,\"currency\":\"EUR\"}");
				}
			}
			assertTotalsInOrder(read(consumer, "points", 1 + 80));

			// 5. Dead letters
			this.shop.sell("ada", "{\"amount\":5,\"currency\":\"CHF\"}").get();
			this.shop.sell("ada", "{\"amount\":1,\"currency\":\"EUR\"}").get();
			ConsumerRecord<String, byte[]> dead = read(consumer, "dead-letters", 2).stream()
				.filter((record) -> record.key().equals("ada"))
				.findFirst()
				.orElseThrow();
			assertThat(letter(dead).exceptionMessage()).isEqualTo("No rate for CHF");
			assertThat(text(last(read(consumer, "points", 82)))).isEqualTo("{\"total\":13}");
			this.rates.add("CHF", 2);
			this.replay.replay(dead).join();
			this.replay.replay(dead).join();
			assertThat(last(read(consumer, "points", 83))).satisfies((record) -> {
				assertThat(record.key()).isEqualTo("ada");
				assertThat(text(record)).isEqualTo("{\"total\":23}");
			});

			// 7. Lag
			awaitCommitted(admin, consumer, 83);
			assertThat(admin.describeConsumerGroups(List.of("points")).all().get().get("points").members()).isEmpty();

			// 3. again: a record without a key stops all, and again after a restart
			assertThat(output).doesNotContain("to FAILED");
			send("notes", null, "?".getBytes(StandardCharsets.UTF_8));
			long end = System.nanoTime() + PATIENCE.toNanos();
			while (!STOPPED_AGAIN.matcher(output.getAll()).find()) {
				assertThat(System.nanoTime()).isLessThan(end);
				consumer.poll(Duration.ofMillis(100));
			}
		}
	}

	private static void assertThatYamlIsThatOfThePage() throws IOException {
		String page = Files.readString(Path.of("../docs/kafka.md")).replace("\r\n", "\n");
		assertThat(YAML.matcher(page)
			.results()
			.map((MatchResult block) -> block.group(1))
			.collect(Collectors.joining("---\n")))
			.isEqualTo(new ClassPathResource("kafka-page.yml").getContentAsString(StandardCharsets.UTF_8));
	}

	/** Each total of a customer is greater than the one before, within one partition. */
	private static void assertTotalsInOrder(List<ConsumerRecord<String, byte[]>> records) {
		Set<Integer> partitions = new HashSet<>();
		for (String customer : List.of("bob", "cleo", "dan", "eve")) {
			List<ConsumerRecord<String, byte[]>> own = records.stream()
				.filter((record) -> record.key().equals(customer))
				.toList();
			assertThat(own).hasSize(20);
			for (int i = 0; i < own.size(); i++) {
				assertThat(text(own.get(i))).isEqualTo("{\"total\":" + (i + 1) + "}");
				assertThat(own.get(i).partition()).isEqualTo(own.get(0).partition());
			}
			partitions.add(own.get(0).partition());
		}
		assertThat(partitions).hasSizeGreaterThan(1);
	}

	private static void awaitCommitted(Admin admin, Consumer<?, ?> consumer, long records)
			throws InterruptedException, ExecutionException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		long committed = -1;
		while (committed != records) {
			assertThat(System.nanoTime()).as("%d records committed", committed).isLessThan(end);
			consumer.poll(Duration.ofMillis(100));
			Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("points")
				.partitionsToOffsetAndMetadata()
				.get();
			committed = offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
		}
	}

	private Map<String, Object> properties() {
		return Map.of("bootstrap.servers", this.broker.getBrokersAsString());
	}

	private Consumer<String, byte[]> consumer() {
		Map<String, Object> properties = this.kafka.buildConsumerProperties();
		properties.putAll(properties());
		return new DefaultKafkaConsumerFactory<>(properties, new StringDeserializer(), new ByteArrayDeserializer())
			.createConsumer();
	}

	/** Read a topic from its beginning until so many records are there. */
	private static List<ConsumerRecord<String, byte[]>> read(Consumer<String, byte[]> consumer, String topic,
			int count) {
		List<TopicPartition> partitions = consumer.partitionsFor(topic)
			.stream()
			.map((partition) -> new TopicPartition(topic, partition.partition()))
			.toList();
		consumer.assign(partitions);
		consumer.seekToBeginning(partitions);
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (records.size() < count && System.nanoTime() < end) {
			consumer.poll(Duration.ofMillis(100)).forEach(records::add);
		}
		assertThat(records).as(topic).hasSize(count);
		return records;
	}

	private static ConsumerRecord<String, byte[]> last(List<ConsumerRecord<String, byte[]>> records) {
		return records.stream()
			.filter((record) -> record.key().equals("ada"))
			.reduce((earlier, later) -> later)
			.orElseThrow();
	}

	private static DeadLetter letter(ConsumerRecord<String, byte[]> record) {
		return DeadLetter.from(record.value());
	}

	private static String text(ConsumerRecord<String, byte[]> record) {
		return new String(record.value(), StandardCharsets.UTF_8);
	}

	private void send(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
		DefaultKafkaProducerFactory<String, byte[]> factory = new DefaultKafkaProducerFactory<>(properties(),
				new StringSerializer(), new ByteArraySerializer());
		try (Producer<String, byte[]> producer = factory.createProducer()) {
			producer.send(new ProducerRecord<>(topic, key, value)).get();
		}
		finally {
			factory.destroy();
		}
	}

}
