package dev.statefun.autoconfigure.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.module.internal.PlaceholderSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * The brokers to which Spring Boot connects: those of {@code spring.kafka}, or of a
 * service connection, which sets no properties.
 */
final class ConnectionServers implements KafkaServers, PlaceholderSource {

	private static final Map<String, Function<KafkaConnectionDetails, List<String>>> PROPERTIES = Map.of(
			"spring.kafka.bootstrapservers", KafkaConnectionDetails::getBootstrapServers,
			"spring.kafka.consumer.bootstrapservers", (details) -> details.getConsumer().getBootstrapServers(),
			"spring.kafka.producer.bootstrapservers", (details) -> details.getProducer().getBootstrapServers());

	private final Supplier<@Nullable KafkaConnectionDetails> details;

	private final Supplier<@Nullable KafkaProperties> properties;

	private final KafkaServers otherwise;

	ConnectionServers(Supplier<@Nullable KafkaConnectionDetails> details,
			Supplier<@Nullable KafkaProperties> properties, KafkaServers otherwise) {
		this.details = details;
		this.properties = properties;
		this.otherwise = otherwise;
	}

	@Override
	public List<String> ofConsumers() {
		KafkaConnectionDetails present = this.details.get();
		return (present != null) ? present.getConsumer().getBootstrapServers() : this.otherwise.ofConsumers();
	}

	@Override
	public List<String> ofProducers() {
		KafkaConnectionDetails present = this.details.get();
		return (present != null) ? present.getProducer().getBootstrapServers() : this.otherwise.ofProducers();
	}

	/** Details that are made of properties tell no more than these. */
	@Override
	public @Nullable String value(String name) {
		Function<KafkaConnectionDetails, List<String>> servers = PROPERTIES
			.get(name.toLowerCase(Locale.ROOT).replace("-", ""));
		KafkaConnectionDetails present = (servers != null) ? this.details.get() : null;
		if (servers == null || present == null) {
			return null;
		}
		KafkaProperties configured = this.properties.get();
		if (configured != null && configured.getBootstrapServers().equals(present.getBootstrapServers())) {
			return null;
		}
		return String.join(",", servers.apply(present));
	}

}
