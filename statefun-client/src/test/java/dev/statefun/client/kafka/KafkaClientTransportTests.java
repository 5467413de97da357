package dev.statefun.client.kafka;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.type.TypedValue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KafkaClientTransport} with a real broker.
 */
class KafkaClientTransportTests {

	private static final Address ADA = Address.of("demo/greeter", "ada");

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final AtomicInteger number = new AtomicInteger();

	private static EmbeddedKafkaBroker broker;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final String in = "in-" + number.incrementAndGet();

	private final String out = "out-" + number.get();

	private KafkaClientTransport transport;

	@BeforeAll
	static void startBroker() {
		broker = new EmbeddedKafkaKraftBroker(1, 1).brokerProperties(Map.of("auto.create.topics.enable", "false"));
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	@BeforeEach
	void createTransport() {
		this.transport = transport(broker.getBrokersAsString());
	}

	private KafkaClientTransport transport(String address) {
		Map<String, Object> common = Map.of("bootstrap.servers", address);
		KafkaClientTransport created = new KafkaClientTransport(new DefaultKafkaProducerFactory<>(common),
				new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", address, "group.id", "mine",
						"fetch.min.bytes", 100_000, "metadata.max.age.ms", 200)),
				this.in, this.out, 1_000_000, () -> Runnable::run);
		created.receive("ignored", (answer) -> this.received.add(answer.bytes().toStringUtf8()));
		return created;
	}

	@AfterEach
	void closeTransport() {
		this.transport.close();
	}

	@Test
	void whenTheFirstMessageIsSentThenNoAnswerIsMissedAndNoOldOneIsRead() throws Exception {
		createTopics(this.in, this.out);
		answer("old", 0);
		send("one").get(20, TimeUnit.SECONDS);
		answer("new", 1);
		assertThat(this.received.poll(20, TimeUnit.SECONDS)).isEqualTo("new");
		assertThat(this.received).isEmpty();
		assertThat(this.transport.problem()).isNull();
	}

	@Test
	void whenSeveralProcessesReadAnswersThenEachGetsAll() throws Exception {
		createTopics(this.in, this.out);
		try (KafkaClientTransport other = transport(broker.getBrokersAsString())) {
			send("one").get(20, TimeUnit.SECONDS);
			other.send(ADA, value("two")).toCompletableFuture().get(20, TimeUnit.SECONDS);
			answer("x", 0);
			assertThat(this.received.poll(20, TimeUnit.SECONDS)).isEqualTo("x");
			assertThat(this.received.poll(20, TimeUnit.SECONDS)).isEqualTo("x");
		}
	}

	@Test
	void whenMessagesAreSentBeforeAnswersAreReadThenTheyKeepTheirOrder() throws Exception {
		createTopics(this.in, this.out);
		List<? extends CompletableFuture<?>> sent = IntStream.range(0, 100).mapToObj((i) -> send("m" + i)).toList();
		CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
		List<ConsumerRecord<String, String>> messages = messages();
		assertThat(messages).hasSize(100).extracting(ConsumerRecord::key).containsOnly("demo/greeter|ada|");
		assertThat(messages).extracting((message) -> message.value().replaceAll("(?s).*(m\\d+).*", "$1"))
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void whenTheTopicOfAnswersGetsAPartitionThenItsAnswersArrive() throws Exception {
		createTopics(this.in, this.out);
		send("one").get(20, TimeUnit.SECONDS);
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()))) {
			admin.createPartitions(Map.of(this.out, NewPartitions.increaseTo(3))).all().get();
		}
		answer("from the new one", 2);
		assertThat(this.received.poll(20, TimeUnit.SECONDS)).isEqualTo("from the new one");
	}

	@Test
	void whenATopicIsMissingThenMessagesFailAndSayWhichUntilItIsThere() {
		assertThat(send("one")).failsWithin(SOON)
			.withThrowableThat()
			.withMessageContaining("Kafka has no topic '" + this.out + "'");
		assertThat(this.transport.problem()).contains("Kafka has no topic '" + this.out + "'");
		createTopics(this.out);
		Awaitility.await()
			.atMost(SOON)
			.untilAsserted(() -> assertThat(this.transport.problem()).contains("Kafka has no topic '" + this.in + "'"));
		createTopics(this.in);
		Awaitility.await().atMost(SOON).until(() -> this.transport.problem() == null);
		assertThat(send("two")).succeedsWithin(SOON);
	}

	@Test
	void whenKafkaIsNotReachedThenMessagesFailAtOnceUntilItIs() throws IOException {
		int port = TestSocketUtils.findAvailableTcpPort();
		try (KafkaClientTransport early = transport("localhost:" + port)) {
			assertThat(early.send(ADA, value("one")).toCompletableFuture()).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withMessageContainingAll("Kafka is not reached at localhost:" + port, "Connection refused",
						"spring.kafka.bootstrap-servers");
			createTopics(this.in, this.out);
			try (ServerSocket relay = new ServerSocket(port)) {
				relay(relay);
				Awaitility.await().atMost(SOON).until(() -> early.problem() == null);
				assertThat(early.send(ADA, value("two")).toCompletableFuture()).succeedsWithin(SOON);
			}
		}
	}

	@Test
	void whenKafkaDoesNotTakeAMessageThenItFailsAtOnce() {
		createTopics(this.in, this.out);
		assertThat(send("x".repeat(2_000_000))).failsWithin(SOON)
			.withThrowableThat()
			.withMessageContainingAll("Kafka did not take a message for the topic " + this.in, "RecordTooLarge");
		assertThat(
				this.transport.send(Address.of("demo/greeter", "x".repeat(70_000)), value("y")).toCompletableFuture())
			.failsWithin(SOON)
			.withThrowableThat()
			.withMessageContaining("65536");
	}

	@Test
	void whenAConsumerFailsThenTheNextOneGoesOnWhereItStopped() throws Exception {
		createTopics(this.in, this.out);
		FailingConsumers consumers = new FailingConsumers(broker.getBrokersAsString());
		try (AnswerReader reader = new AnswerReader(consumers, this.out, this.in,
				(answer) -> this.received.add(new String(answer, StandardCharsets.UTF_8)), () -> {
				})) {
			reader.start();
			reader.readiness().await().get(20, TimeUnit.SECONDS);
			answer("one", 0);
			assertThat(this.received.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
			consumers.failing = true;
			Awaitility.await().atMost(SOON).until(() -> reader.problem() != null);
			assertThat(reader.problem()).contains("not today");
			assertThat(reader.readiness().await()).isCompletedExceptionally();
			answer("two", 0);
			answer("three", 1);
			consumers.failing = false;
			Awaitility.await().atMost(SOON).until(() -> this.received.size() == 2);
			assertThat(this.received).containsExactlyInAnyOrder("two", "three");
			assertThat(reader.readiness().await()).isCompleted();
		}
	}

	/** The broker is then also at the port of the relay. */
	private static void relay(ServerSocket relay) {
		daemon(() -> {
			while (true) {
				Socket client = relay.accept();
				int port = Integer.parseInt(broker.getBrokersAsString().replaceAll(".*:", ""));
				Socket server = new Socket("localhost", port);
				daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
				daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
			}
		});
	}

	/** An exception is the end of a connection. */
	private static void daemon(Callable<?> task) {
		Thread thread = new Thread(new FutureTask<>(task));
		thread.setDaemon(true);
		thread.start();
	}

	private CompletableFuture<?> send(String text) {
		return this.transport.send(ADA, value(text)).toCompletableFuture();
	}

	private static TypedValue value(String text) {
		return new TypedValue("demo/text", ByteString.copyFromUtf8(text));
	}

	private static void createTopics(String... names) {
		for (String name : names) {
			broker.addTopics(new NewTopic(name, 2, (short) 1));
		}
	}

	private void answer(String text, int partition) throws Exception {
		DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(
				Map.of("bootstrap.servers", broker.getBrokersAsString()), new StringSerializer(),
				new StringSerializer());
		try (Producer<String, String> producer = producers.createProducer()) {
			producer.send(new ProducerRecord<>(this.out, partition, "key", text)).get();
		}
		finally {
			producers.destroy();
		}
	}

	private List<ConsumerRecord<String, String>> messages() {
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", broker.getBrokersAsString(), "enable.auto.commit", false),
				new StringDeserializer(), new StringDeserializer())) {
			List<TopicPartition> partitions = List.of(new TopicPartition(this.in, 0), new TopicPartition(this.in, 1));
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			List<ConsumerRecord<String, String>> records = new ArrayList<>();
			while (records.size() < 100) {
				consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
			}
			return records;
		}
	}

	/** Creates consumers that fail as long as they are told to. */
	private static final class FailingConsumers extends DefaultKafkaConsumerFactory<String, byte[]> {

		private volatile boolean failing;

		FailingConsumers(String address) {
			super(KafkaClients.consumers(new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", address)))
				.getConfigurationProperties(), new StringDeserializer(), new ByteArrayDeserializer());
		}

		@Override
		protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> properties) {
			return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()) {

				@Override
				public ConsumerRecords<String, byte[]> poll(Duration timeout) {
					if (FailingConsumers.this.failing) {
						throw new IllegalStateException("not today");
					}
					return super.poll(timeout);
				}

			};
		}

	}

}
