package dev.statefun.integration.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.EgressMessage;
import dev.statefun.client.ClientTransport;
import dev.statefun.integration.KafkaBroker;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.TypedValue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A transport of an application's own: the topic {@code asks} in, the topic
 * {@code answers} out.
 */
final class KafkaClientTransport implements ClientTransport, AutoCloseable {

	private final KafkaBroker broker;

	private final KafkaProducer<String, byte[]> producer;

	private Thread reader = new Thread();

	KafkaClientTransport(KafkaBroker broker) {
		this.broker = broker;
		this.producer = broker.producer();
	}

	@Override
	public CompletionStage<?> send(Address target, TypedValue message) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		this.producer.send(new ProducerRecord<>("asks", target.id(), message.bytes().toByteArray()),
				(metadata, failure) -> {
					if (failure != null) {
						sent.completeExceptionally(failure);
					}
					else {
						sent.complete(null);
					}
				});
		return sent;
	}

	@Override
	public void receive(String egress, Consumer<TypedValue> receiver) {
		this.reader = new Thread(() -> read(receiver), "answers");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(Consumer<TypedValue> receiver) {
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", this.broker.address(), "enable.auto.commit", false),
				new StringDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(List.of(new TopicPartition("answers", 0)));
			consumer.seekToBeginning(consumer.assignment());
			while (!Thread.currentThread().isInterrupted()) {
				consumer.poll(Duration.ofMillis(100))
					.forEach((answer) -> receiver
						.accept(new TypedValue("dev.statefun.client/Answer", ByteString.copyFrom(answer.value()))));
			}
		}
		catch (InterruptException ex) {
			// The application ends
		}
	}

	@Override
	public EgressMessage toEgressMessage(String egress, String askId, TypedValue answer) {
		return KafkaEgressMessage.forEgress(egress).withTopic("answers").withUtf8Key(askId).withValue(answer);
	}

	@Override
	public void close() {
		this.reader.interrupt();
		this.producer.close();
	}

}
