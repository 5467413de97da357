package dev.statefun.client.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.internal.GatewayRecord;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.TypedValue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.Assert;

/**
 * The way to an engine over two Kafka topics, which are there for the clients of one
 * gateway and nothing else. Messages go to the engine through the ingress topic, and
 * answers come from the egress topic.
 * <p>
 * A record of the ingress topic has the id of a gateway as its key. A record of the
 * egress topic has it, too. Each process reads all answers, without a consumer group,
 * from the end of the topic at the time when it started. Messages are sent once that
 * position is known, so no answer is missed. Until Kafka is reached the first time, and
 * while the answers cannot be read at all, each message fails at once. A message that is
 * sent while brokers are away later on waits for them as producers do.
 * <p>
 * Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class KafkaClientTransport implements ClientTransport, AutoCloseable {

	/** A key is part of the answer twice, and an answer must fit into a record. */
	private static final int MAX_KEY = 64 << 10;

	private final String ingressTopic;

	private final String egressTopic;

	private final int maxAnswerSize;

	private final Supplier<Executor> executor;

	private final DefaultKafkaProducerFactory<String, byte[]> producers;

	private final AnswerReader reader;

	private volatile Consumer<TypedValue> receiver = (answer) -> {
	};

	/**
	 * Create a transport.
	 * @param producers has the properties of its producer. Serializers, the partitioner,
	 * {@code linger.ms} and transactions are the transport's own
	 * @param consumers has the properties of its consumer. Deserializers, the group and
	 * all about offsets are the transport's own
	 * @param ingressTopic the topic that the engine sends to the gateway
	 * @param egressTopic the topic that answers come from
	 * @param maxAnswerSize how many bytes an answer may have. The producer of the engine
	 * must take it, and the topic
	 * @param executor supplies the threads on which futures complete, which may be
	 * blocked
	 */
	public KafkaClientTransport(ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers, String ingressTopic,
			String egressTopic, int maxAnswerSize, Supplier<Executor> executor) {
		Assert.isTrue(!ingressTopic.equals(egressTopic),
				"Messages and answers need two topics, but both are called " + ingressTopic);
		this.ingressTopic = ingressTopic;
		this.egressTopic = egressTopic;
		this.maxAnswerSize = maxAnswerSize;
		this.executor = executor;
		this.producers = KafkaClients.producers(producers);
		this.reader = new AnswerReader(KafkaClients.consumers(consumers), egressTopic, ingressTopic,
				(answer) -> this.receiver.accept(GatewayRecord.answer(answer)),
				() -> producer().partitionsFor(ingressTopic));
	}

	private Producer<String, byte[]> producer() {
		return this.producers.createProducer();
	}

	/**
	 * Start to read answers, which the first message does otherwise. Does not wait.
	 */
	public void start() {
		this.reader.start();
	}

	@Override
	public void receive(String egress, Consumer<TypedValue> newReceiver) {
		this.receiver = newReceiver;
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		GatewayRecord gatewayRecord = GatewayRecord.of(target, message);
		int length = gatewayRecord.gatewayId().getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_KEY) {
			return CompletableFuture.failedFuture(new IllegalArgumentException(
					"The id of a function and the idempotency key have %d bytes together, and may have %d"
						.formatted(length, MAX_KEY)));
		}
		ProducerRecord<String, byte[]> produced = new ProducerRecord<>(this.ingressTopic, gatewayRecord.gatewayId(),
				gatewayRecord.bytes());
		start();
		return this.reader.readiness().await().thenCompose((ready) -> produce(produced));
	}

	private CompletableFuture<Void> produce(ProducerRecord<String, byte[]> produced) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		producer().send(produced, (metadata, failure) -> {
			if (failure != null) {
				sent.completeExceptionally(new IllegalStateException(
						"Kafka did not take a message for the topic %s: %s".formatted(this.ingressTopic, failure),
						failure));
			}
			else {
				sent.complete(null);
			}
		});
		return sent;
	}

	@Override
	public EgressMessage toEgressMessage(String egress, String askId, TypedValue answer) {
		return KafkaEgressMessage.forEgress(egress).withTopic(this.egressTopic).withUtf8Key(askId).withValue(answer);
	}

	@Override
	public int maxAnswerSize() {
		return this.maxAnswerSize;
	}

	@Override
	public boolean sendsThroughGateway() {
		return true;
	}

	@Override
	public @Nullable String problem() {
		return this.reader.problem();
	}

	@Override
	public Executor executor() {
		return this.executor.get();
	}

	/**
	 * Stop. Messages that Kafka does not have yet are sent, for some seconds at most.
	 */
	@Override
	public void close() {
		this.reader.close();
		this.producers.destroy();
	}

}
