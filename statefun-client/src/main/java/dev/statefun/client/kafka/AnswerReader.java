package dev.statefun.client.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads all partitions of the topic of answers on a thread of its own, from their end at
 * the time when it starts. It takes up new partitions from their beginning. If a consumer
 * fails, another one goes on where it stopped.
 */
final class AnswerReader implements Runnable, AutoCloseable {

	private static final Log logger = LogFactory.getLog(AnswerReader.class);

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration TOPIC_RETRY = Duration.ofMillis(200);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration POLL = Duration.ofMillis(500);

	/**
	 * How often it looks whether there are new partitions, and whether brokers answer.
	 */
	private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

	private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final AtomicBoolean started = new AtomicBoolean();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread = new Thread(this, "statefun-client-answers");

	private final ConsumerFactory<String, byte[]> consumers;

	private final String topic;

	private final String ingressTopic;

	private final java.util.function.Consumer<byte[]> receiver;

	private final Runnable ingressCheck;

	private final Readiness readiness = new Readiness();

	/** Where to go on, known once answers could be read. Only the thread touches it. */
	private final Map<TopicPartition, Long> positions = new HashMap<>();

	private volatile @Nullable String problem = "no consumer has been started yet";

	private boolean reported;

	private volatile @Nullable Consumer<String, byte[]> consumer;

	/**
	 * Create a reader.
	 * @param consumers creates consumers
	 * @param topic the topic of answers
	 * @param ingressTopic the topic of messages, which must be there as well
	 * @param receiver takes answers. It does not block
	 * @param ingressCheck fails if messages cannot be sent
	 */
	AnswerReader(ConsumerFactory<String, byte[]> consumers, String topic, String ingressTopic,
			java.util.function.Consumer<byte[]> receiver, Runnable ingressCheck) {
		this.consumers = consumers;
		this.topic = topic;
		this.ingressTopic = ingressTopic;
		this.receiver = receiver;
		this.ingressCheck = ingressCheck;
		this.thread.setDaemon(true);
	}

	void start() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			this.thread.start();
		}
	}

	/** Whether answers to what is sent next will be read. */
	Readiness readiness() {
		return this.readiness;
	}

	/** Why answers do not arrive, or {@code null} if they do. */
	@Nullable String problem() {
		return this.problem;
	}

	@Override
	public void run() {
		while (!isClosed()) {
			try {
				BrokerCheck.connect(this.consumers.getConfigurationProperties());
				try (Consumer<String, byte[]> created = this.consumers.createConsumer()) {
					this.consumer = created;
					position(created);
					await(created, this.ingressTopic);
					this.ingressCheck.run();
					begin();
					read(created);
				}
			}
			catch (WakeupException | InterruptException ex) {
				// It is closed
			}
			catch (RuntimeException ex) {
				fail(ex);
			}
			finally {
				this.consumer = null;
			}
			await(RETRY);
		}
	}

	private boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	private boolean await(Duration duration) {
		try {
			return this.closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private void position(Consumer<String, byte[]> created) {
		List<TopicPartition> partitions = await(created, this.topic);
		created.assign(partitions);
		Map<TopicPartition, Long> found = new HashMap<>();
		boolean first = this.positions.isEmpty();
		if (first) {
			created.seekToEnd(partitions);
		}
		for (TopicPartition partition : partitions) {
			if (!first) {
				created.seek(partition, this.positions.getOrDefault(partition, 0L));
			}
			found.put(partition, created.position(partition, START_TIMEOUT));
		}
		this.positions.putAll(found);
	}

	/**
	 * Wait for a topic. A broker that creates topics when somebody asks for them takes a
	 * moment to do so. After that, messages fail until the topic is there.
	 */
	private List<TopicPartition> await(Consumer<String, byte[]> created, String awaited) {
		long deadline = System.nanoTime() + TOPIC_TIMEOUT.toNanos();
		boolean late = false;
		List<TopicPartition> partitions = partitions(created, awaited);
		while (partitions.isEmpty()) {
			if (!late && System.nanoTime() - deadline >= 0) {
				fail(new IllegalStateException("Kafka has no topic '%s'. Create it".formatted(awaited)));
				late = true;
			}
			if (await(late ? RETRY : TOPIC_RETRY)) {
				throw new WakeupException();
			}
			partitions = partitions(created, awaited);
		}
		return partitions;
	}

	private static List<TopicPartition> partitions(Consumer<String, byte[]> created, String topic) {
		List<PartitionInfo> partitions = created.partitionsFor(topic, START_TIMEOUT);
		return (partitions == null) ? List.of()
				: partitions.stream()
					.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
					.toList();
	}

	private void begin() {
		report(null);
		this.readiness.open();
	}

	/** Log changes only. */
	private void report(@Nullable String found) {
		if (found == null && this.reported) {
			logger.info("Answers from the Kafka topic %s arrive again".formatted(this.topic));
		}
		else if (found != null && !found.equals(this.problem)) {
			logger.warn("Answers from the Kafka topic %s do not arrive: %s".formatted(this.topic, found));
		}
		this.reported = found != null;
		this.problem = found;
	}

	/** Messages go on waiting for a broker that is only slow. */
	private void fail(RuntimeException cause) {
		if (isClosed()) {
			return;
		}
		String reason = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		logger.debug("No answers arrive", cause);
		report(reason);
		if (!(cause instanceof RetriableException)) {
			this.readiness.fail(new IllegalStateException(
					"No answer could arrive from the Kafka topic %s: %s".formatted(this.topic, reason), cause));
		}
	}

	private void read(Consumer<String, byte[]> created) {
		long nextCheck = System.nanoTime() + CHECK_INTERVAL.toNanos();
		while (!isClosed()) {
			for (ConsumerRecord<String, byte[]> answer : created.poll(POLL)) {
				receive(answer);
				this.positions.put(new TopicPartition(answer.topic(), answer.partition()), answer.offset() + 1);
			}
			if (System.nanoTime() - nextCheck >= 0) {
				check(created);
				nextCheck = System.nanoTime() + CHECK_INTERVAL.toNanos();
			}
		}
	}

	private void receive(ConsumerRecord<String, byte[]> answer) {
		try {
			if (answer.value() != null) {
				this.receiver.accept(answer.value());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The answer %s could not be taken".formatted(answer.offset()), ex);
		}
	}

	private void check(Consumer<String, byte[]> created) {
		String found = null;
		try {
			List<TopicPartition> partitions = partitions(created, this.topic);
			List<TopicPartition> further = partitions.stream()
				.filter((partition) -> !this.positions.containsKey(partition))
				.toList();
			if (!further.isEmpty()) {
				assign(created, further);
			}
			created.endOffsets(created.assignment(), CHECK_TIMEOUT);
			if (partitions.isEmpty()) {
				found = "Kafka has no topic '%s' any more".formatted(this.topic);
			}
		}
		catch (TimeoutException ex) {
			found = "a broker does not answer: " + ex.getMessage();
		}
		report(found);
	}

	/** Nobody knows how long a new partition has been there. */
	private void assign(Consumer<String, byte[]> created, List<TopicPartition> further) {
		List<TopicPartition> all = new ArrayList<>(created.assignment());
		all.addAll(further);
		created.assign(all);
		created.seekToBeginning(further);
		further.forEach((partition) -> this.positions.put(partition, 0L));
	}

	/** Does not wait long, though an answer that is being taken is taken. */
	@Override
	public void close() {
		this.closed.countDown();
		Consumer<String, byte[]> present = this.consumer;
		if (present != null) {
			present.wakeup();
		}
		this.readiness.fail(new IllegalStateException("The client has been closed"));
		this.problem = "the client has been closed";
		try {
			this.thread.join(CLOSE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
