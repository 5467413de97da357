package dev.statefun.client.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Producers and consumers that connect as those of the application do. What the
 * application has for its own records does not apply: serializers, interceptors,
 * partitioners, groups, transactions.
 */
final class KafkaClients {

	/** A producer without metadata blocks its caller for so long, and then fails. */
	private static final int MAX_BLOCK_MILLIS = 5_000;

	/** New partitions of a topic are noticed after so long. */
	private static final int METADATA_MILLIS = 5_000;

	private static final String CLIENT_ID = "statefun-client";

	private KafkaClients() {
	}

	static DefaultKafkaProducerFactory<String, byte[]> producers(ProducerFactory<?, ?> application) {
		Map<String, Object> properties = new HashMap<>(application.getConfigurationProperties());
		List.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerConfig.PARTITIONER_CLASS_CONFIG,
				ProducerConfig.TRANSACTIONAL_ID_CONFIG)
			.forEach(properties::remove);
		// Somebody waits for the answer
		properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
		properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId(properties.get(ProducerConfig.CLIENT_ID_CONFIG)));
		DefaultKafkaProducerFactory<String, byte[]> factory = new DefaultKafkaProducerFactory<>(properties,
				new StringSerializer(), new ByteArraySerializer());
		application.getListeners().forEach((listener) -> factory.addListener(listener(listener)));
		return factory;
	}

	static DefaultKafkaConsumerFactory<String, byte[]> consumers(ConsumerFactory<?, ?> application) {
		Map<String, Object> properties = new HashMap<>(application.getConfigurationProperties());
		List.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerConfig.GROUP_ID_CONFIG,
				ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.FETCH_MIN_BYTES_CONFIG)
			.forEach(properties::remove);
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		// Answers that come twice are dropped, but one that is skipped is lost
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		// Tells nothing apart unless the egress waits for checkpoints
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		properties.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
		properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId(properties.get(ConsumerConfig.CLIENT_ID_CONFIG)));
		DefaultKafkaConsumerFactory<String, byte[]> factory = new DefaultKafkaConsumerFactory<>(properties,
				new StringDeserializer(), new ByteArrayDeserializer());
		application.getListeners().forEach((listener) -> factory.addListener(listener(listener)));
		return factory;
	}

	/** Two clients with the same id would have the same metrics. */
	private static String clientId(@Nullable Object application) {
		return (application != null) ? application + "-" + CLIENT_ID : CLIENT_ID;
	}

	/** Listeners, such as those of metrics, look at no records. */
	@SuppressWarnings("unchecked")
	private static ProducerFactory.Listener<String, byte[]> listener(ProducerFactory.Listener<?, ?> listener) {
		return (ProducerFactory.Listener<String, byte[]>) listener;
	}

	@SuppressWarnings("unchecked")
	private static ConsumerFactory.Listener<String, byte[]> listener(ConsumerFactory.Listener<?, ?> listener) {
		return (ConsumerFactory.Listener<String, byte[]>) listener;
	}

}
