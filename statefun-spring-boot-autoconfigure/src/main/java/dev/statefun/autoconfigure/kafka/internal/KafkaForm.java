package dev.statefun.autoconfigure.kafka.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.autoconfigure.module.Engine;
import dev.statefun.autoconfigure.module.ModuleDocument;
import org.jspecify.annotations.Nullable;

/**
 * The form in which an engine wants its ingresses and egresses of Kafka.
 *
 * @param engine the engine
 */
public record KafkaForm(Engine engine) {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

	/** Kafka counts milliseconds in 31 bits. */
	private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

	private boolean isLegacy() {
		return this.engine == Engine.V2;
	}

	/**
	 * Describe an ingress that sends records to functions by their keys.
	 * @param id its id, {@code namespace/name}
	 * @param spec its options, without the id
	 * @param source where it comes from, as errors name it
	 * @return the document
	 */
	public ModuleDocument ingress(String id, Map<String, ?> spec, String source) {
		return ModuleDocument.ingress(id,
				isLegacy() ? "statefun.kafka.io/routable-protobuf-ingress" : "io.statefun.kafka.v1/ingress", spec,
				source);
	}

	/**
	 * Describe an egress whose messages name their topics.
	 * @param id its id, {@code namespace/name}
	 * @param spec its options, without the id
	 * @param source where it comes from, as errors name it
	 * @return the document
	 */
	public ModuleDocument egress(String id, Map<String, ?> spec, String source) {
		return ModuleDocument.egress(id,
				isLegacy() ? "statefun.kafka.io/generic-egress" : "io.statefun.kafka.v1/egress", spec, source);
	}

	/**
	 * Describe a topic of an ingress.
	 * @param name its name
	 * @param valueType the type of the values of its records
	 * @param targets the types of the functions that get each record
	 * @return an element of the option {@code topics}
	 */
	public Map<String, @Nullable Object> topic(@Nullable String name, @Nullable String valueType,
			List<String> targets) {
		Map<String, @Nullable Object> topic = new LinkedHashMap<>();
		topic.put("topic", name);
		topic.put(isLegacy() ? "typeUrl" : "valueType", valueType);
		topic.put("targets", targets);
		return topic;
	}

	/**
	 * Describe what an egress guarantees.
	 * @param type such as {@code exactly-once}
	 * @param transactionTimeout how long a transaction may take, or {@code null} without
	 * transactions
	 * @return the option {@code deliverySemantic}
	 */
	public Map<String, Object> delivery(String type, @Nullable Duration transactionTimeout) {
		Map<String, Object> delivery = new LinkedHashMap<>();
		delivery.put("type", type);
		if (transactionTimeout != null) {
			long millis = transactionTimeout.toMillis();
			delivery.put(isLegacy() ? "transactionTimeoutMillis" : "transactionTimeout",
					isLegacy() ? (Object) millis : millis + "ms");
		}
		return delivery;
	}

	/**
	 * Describe properties of Kafka clients.
	 * @param properties the properties, by Kafka's names
	 * @return the option {@code properties}: a list of mappings with one key each
	 */
	public static List<Map<String, String>> properties(Map<String, String> properties) {
		return properties.entrySet().stream().map((entry) -> Map.of(entry.getKey(), entry.getValue())).toList();
	}

	/**
	 * Check how long a transaction may take.
	 * @param transactionTimeout the time
	 * @return why Kafka cannot have it, or {@code null} if it can
	 */
	public static @Nullable String problem(Duration transactionTimeout) {
		boolean taken = transactionTimeout.compareTo(SHORTEST_TIMEOUT) >= 0
				&& transactionTimeout.compareTo(LONGEST_TIMEOUT) <= 0;
		return taken ? null : "It must be at least 1s, and at most 24 days.";
	}

}
