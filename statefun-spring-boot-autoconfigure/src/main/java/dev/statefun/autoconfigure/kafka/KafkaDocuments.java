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
import dev.statefun.autoconfigure.kafka.internal.KafkaForm;
import dev.statefun.autoconfigure.module.Engine;
import dev.statefun.autoconfigure.module.ModuleDocument;
import dev.statefun.autoconfigure.module.ModuleDocuments;
import dev.statefun.autoconfigure.module.ModuleException;

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
		KafkaForm form = new KafkaForm(engine);
		List<ModuleDocument> documents = new ArrayList<>();
		this.properties.ingresses().forEach((name, ingress) -> {
			String source = source("ingresses", name);
			String id = ingress.id(name);
			documents.add(form.ingress(id, ingress(ingress, id, source, form), source));
		});
		this.properties.egresses().forEach((name, egress) -> {
			String source = source("egresses", name);
			documents.add(form.egress(egress.id(name), egress(egress, source, form), source));
		});
		return documents;
	}

	private static String source(String section, String name) {
		return "'%s%s.%s'".formatted(StatefunKafkaProperties.PREFIX, section, name);
	}

	private Map<String, Object> ingress(Ingress ingress, String id, String source, KafkaForm form) {
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
		spec.put("topics",
				ingress.topics()
					.stream()
					.map((topic) -> form.topic(topic.name(), topic.valueType(), topic.targets()))
					.toList());
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

	private Map<String, Object> egress(Egress egress, String source, KafkaForm form) {
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address(egress.bootstrapServers(), this.servers::ofProducers, source));
		spec.put("deliverySemantic", form.delivery(kebab(egress.delivery()),
				(egress.delivery() == Delivery.EXACTLY_ONCE) ? egress.timeout() : null));
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

	/** The nearest setting wins. */
	private void putProperties(Map<String, Object> spec, Map<String, String> own) {
		Map<String, String> all = new LinkedHashMap<>(this.properties.security().clientProperties());
		all.putAll(this.properties.properties());
		all.putAll(own);
		if (!all.isEmpty()) {
			spec.put("properties", KafkaForm.properties(all));
		}
	}

	private static String kebab(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
