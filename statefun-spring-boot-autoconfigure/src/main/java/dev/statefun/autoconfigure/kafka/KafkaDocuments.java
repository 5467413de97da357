package dev.statefun.autoconfigure.kafka;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.kafka.StatefunKafkaProperties.Delivery;
import dev.statefun.autoconfigure.kafka.StatefunKafkaProperties.Egress;
import dev.statefun.autoconfigure.kafka.StatefunKafkaProperties.Ingress;
import dev.statefun.autoconfigure.kafka.StatefunKafkaProperties.StartPosition;
import dev.statefun.autoconfigure.kafka.StatefunKafkaProperties.Topic;
import dev.statefun.autoconfigure.module.Engine;
import dev.statefun.autoconfigure.module.ModuleDocument;
import dev.statefun.autoconfigure.module.ModuleDocuments;
import dev.statefun.autoconfigure.module.ModuleException;
import org.jspecify.annotations.Nullable;

/**
 * The ingresses and egresses that {@code statefun.kafka} describes.
 */
final class KafkaDocuments implements ModuleDocuments {

	/** The form of dates in module files. */
	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS Z", Locale.ROOT);

	private final StatefunKafkaProperties properties;

	private final KafkaServers servers;

	KafkaDocuments(StatefunKafkaProperties properties, KafkaServers servers) {
		this.properties = properties;
		this.servers = servers;
	}

	@Override
	public Collection<ModuleDocument> documents(Engine engine) {
		List<ModuleDocument> documents = new ArrayList<>();
		this.properties.ingresses().forEach((name, ingress) -> {
			String source = source("ingresses", name);
			documents.add(ModuleDocument.ingress(ingress.id(name),
					(engine == Engine.V2) ? "statefun.kafka.io/routable-protobuf-ingress"
							: "io.statefun.kafka.v1/ingress",
					ingress(ingress, ingress.id(name), source, engine), source));
		});
		this.properties.egresses().forEach((name, egress) -> {
			String source = source("egresses", name);
			documents.add(ModuleDocument.egress(egress.id(name),
					(engine == Engine.V2) ? "statefun.kafka.io/generic-egress" : "io.statefun.kafka.v1/egress",
					egress(egress, source, engine), source));
		});
		return documents;
	}

	private static String source(String section, String name) {
		return "'%s%s.%s'".formatted(StatefunKafkaProperties.PREFIX, section, name);
	}

	private Map<String, Object> ingress(Ingress ingress, String id, String source, Engine engine) {
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address(ingress.bootstrapServers(), this.servers::ofConsumers, source));
		spec.put("consumerGroupId", (ingress.groupId() != null) ? ingress.groupId() : id);
		StartPosition position = ingress.position();
		if (position != null) {
			spec.put("startupPosition", start(position, ingress));
		}
		if (ingress.autoOffsetReset() != null) {
			spec.put("autoOffsetResetPosition", kebab(ingress.autoOffsetReset()));
		}
		spec.put("topics", ingress.topics().stream().map((topic) -> topic(topic, engine)).toList());
		putProperties(spec, ingress.properties());
		return spec;
	}

	private static Map<String, Object> start(StartPosition position, Ingress ingress) {
		Map<String, Object> start = new LinkedHashMap<>();
		start.put("type", kebab(position));
		if (position == StartPosition.DATE && ingress.startDate() != null) {
			start.put("date", DATE.format(ingress.startDate().withOffsetSameInstant(ZoneOffset.UTC)));
		}
		if (position == StartPosition.SPECIFIC_OFFSETS) {
			List<Map<String, Long>> offsets = new ArrayList<>();
			for (Topic topic : ingress.topics()) {
				for (int partition = 0; partition < topic.startOffsets().size(); partition++) {
					offsets.add(Map.of(topic.name() + "/" + partition, topic.startOffsets().get(partition)));
				}
			}
			start.put("offsets", offsets);
		}
		return start;
	}

	private static Map<String, @Nullable Object> topic(Topic topic, Engine engine) {
		Map<String, @Nullable Object> described = new LinkedHashMap<>();
		described.put("topic", topic.name());
		described.put((engine == Engine.V2) ? "typeUrl" : "valueType", topic.valueType());
		described.put("targets", topic.targets());
		return described;
	}

	private Map<String, Object> egress(Egress egress, String source, Engine engine) {
		Map<String, Object> delivery = new LinkedHashMap<>();
		delivery.put("type", kebab(egress.delivery()));
		if (egress.delivery() == Delivery.EXACTLY_ONCE) {
			long millis = egress.timeout().toMillis();
			delivery.put((engine == Engine.V2) ? "transactionTimeoutMillis" : "transactionTimeout",
					(engine == Engine.V2) ? (Object) millis : millis + "ms");
		}
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address(egress.bootstrapServers(), this.servers::ofProducers, source));
		spec.put("deliverySemantic", delivery);
		putProperties(spec, egress.properties());
		return spec;
	}

	private String address(List<String> own, Supplier<List<String>> ofApplication, String source) {
		List<String> addresses = !own.isEmpty() ? own : !this.properties.bootstrapServers().isEmpty()
				? this.properties.bootstrapServers() : ofApplication.get();
		if (addresses.isEmpty()) {
			throw ModuleException.of("The engine does not know where Kafka is, which %s needs.".formatted(source),
					"Set 'statefun.kafka.bootstrap-servers' to the addresses of brokers as the engine sees them, or 'spring.kafka.bootstrap-servers'.");
		}
		return String.join(",", addresses);
	}

	/**
	 * The engine wants a list of mappings with one key each. The nearest setting wins.
	 */
	private void putProperties(Map<String, Object> spec, Map<String, String> own) {
		Map<String, String> all = new LinkedHashMap<>(this.properties.security().clientProperties());
		all.putAll(this.properties.properties());
		all.putAll(own);
		if (!all.isEmpty()) {
			List<Map<String, String>> list = new ArrayList<>();
			all.forEach((name, value) -> list.add(Map.of(name, value)));
			spec.put("properties", list);
		}
	}

	private static String kebab(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
