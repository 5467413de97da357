package dev.statefun.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka broker in a JVM of its own, so that it can be paused.
 */
public final class KafkaBroker implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("statefun-broker ready (\\S+)");

	private final JvmProcess process;

	private final String address;

	private KafkaBroker(JvmProcess process, String address) {
		this.process = process;
		this.address = address;
	}

	/**
	 * Starts a broker, and waits until it is ready.
	 * @return the broker
	 */
	public static KafkaBroker start() {
		List<String> arguments = new ArrayList<>(JvmProcess.SHORT_LIVED);
		arguments.addAll(List.of("-Xmx512m", KafkaMain.class.getName()));
		JvmProcess process = JvmProcess.start("kafka", System.getProperty("java.class.path"),
				(line) -> line.startsWith("statefun-broker "), arguments);
		try {
			return new KafkaBroker(process, process.await(READY, Duration.ofMinutes(2)).group(1));
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	/**
	 * Returns where it is.
	 * @return host and port
	 */
	public String address() {
		return this.address;
	}

	/**
	 * Returns its process, to be paused.
	 * @return the process
	 */
	public JvmProcess process() {
		return this.process;
	}

	/**
	 * Creates topics.
	 * @param partitions how many partitions each has
	 * @param names their names
	 */
	public void createTopics(int partitions, String... names) {
		List<NewTopic> topics = new ArrayList<>();
		for (String name : names) {
			topics.add(new NewTopic(name, partitions, (short) 1));
		}
		try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, this.address))) {
			admin.createTopics(topics).all().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Cannot create topics", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Opens a producer, whose records are acknowledged and not repeated.
	 * @return the producer, to be closed
	 */
	public KafkaProducer<String, byte[]> producer() {
		return new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, this.address,
				ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.LINGER_MS_CONFIG, 5),
				new StringSerializer(), new ByteArraySerializer());
	}

	/**
	 * Sends text to a topic, and waits until the broker has it.
	 * @param topic the topic
	 * @param key the record's key
	 * @param value the record's value
	 */
	public void send(String topic, String key, String value) {
		try (KafkaProducer<String, byte[]> producer = producer()) {
			producer.send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8)));
		}
	}

	/**
	 * Reads the committed records of a topic from its beginning.
	 * @param topic the topic
	 * @param atLeast how many there must be
	 * @param patience how long it may take
	 * @return the records; those that come within a second after enough are there, too
	 * @throws AssertionError if there are less after that time
	 */
	public List<ConsumerRecord<String, byte[]>> committed(String topic, int atLeast, Duration patience) {
		Map<String, Object> configuration = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.address,
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
				false);
		long deadline = System.nanoTime() + patience.toNanos();
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configuration, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			while (records.size() < atLeast && System.nanoTime() < deadline) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
			if (records.size() < atLeast) {
				throw new AssertionError("%d of %d records of %s committed after %s".formatted(records.size(), atLeast,
						topic, patience));
			}
			consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
		}
		return records;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
