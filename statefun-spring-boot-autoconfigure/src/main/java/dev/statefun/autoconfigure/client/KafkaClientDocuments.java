package dev.statefun.autoconfigure.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.module.Engine;
import dev.statefun.autoconfigure.module.ModuleDocument;
import dev.statefun.autoconfigure.module.ModuleDocuments;
import dev.statefun.client.internal.ClientNames;
import dev.statefun.client.internal.ClientSettings;
import dev.statefun.client.internal.GatewayRecord;
import dev.statefun.dispatch.FunctionRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.util.StringUtils;

/**
 * The ingress and the egress of a client on Kafka, if this application serves its
 * gateway.
 */
final class KafkaClientDocuments implements ModuleDocuments {

	private static final String SOURCE = "statefun.client.kafka";

	/** Without it, an engine never reads partitions that are added later. */
	private static final String DISCOVERY = "flink.partition-discovery.interval-millis";

	private static final String DISCOVERY_MILLIS = "10000";

	private final KafkaClientProperties properties;

	private final ClientSettings settings;

	private final Supplier<@Nullable ConsumerFactory<?, ?>> consumers;

	private final Supplier<FunctionRegistry> functions;

	KafkaClientDocuments(KafkaClientProperties properties, ClientSettings settings,
			Supplier<@Nullable ConsumerFactory<?, ?>> consumers, Supplier<FunctionRegistry> functions) {
		this.properties = properties;
		this.settings = settings;
		this.consumers = consumers;
		this.functions = functions;
	}

	@Override
	public Collection<ModuleDocument> documents(Engine engine) {
		ClientNames names = this.settings.names();
		if (!this.functions.get().typeNames().contains(names.gateway())) {
			return List.of();
		}
		boolean legacy = engine == Engine.V2;
		return List.of(
				ModuleDocument.ingress(names.ingress().toString(),
						legacy ? "statefun.kafka.io/routable-protobuf-ingress" : "io.statefun.kafka.v1/ingress",
						ingress(names, legacy), SOURCE),
				ModuleDocument.egress(this.settings.egress(),
						legacy ? "statefun.kafka.io/generic-egress" : "io.statefun.kafka.v1/egress", egress(legacy),
						SOURCE));
	}

	/**
	 * An engine that starts without a checkpoint goes on after the messages that it has
	 * taken, and takes those that were sent before its first start.
	 */
	private Map<String, Object> ingress(ClientNames names, boolean legacy) {
		Map<String, Object> topic = new LinkedHashMap<>();
		topic.put("topic", this.properties.requiredIngressTopic());
		topic.put(legacy ? "typeUrl" : "valueType", GatewayRecord.TYPE_NAME);
		topic.put("targets", List.of(names.gateway().toString()));
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put(DISCOVERY, DISCOVERY_MILLIS);
		properties.putAll(this.properties.engine().properties());
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address());
		spec.put("consumerGroupId", "statefun-client-" + names.client());
		spec.put("startupPosition", Map.of("type", "group-offsets"));
		spec.put("autoOffsetResetPosition", "earliest");
		spec.put("topics", List.of(topic));
		spec.put("properties", list(properties));
		return spec;
	}

	private Map<String, Object> egress(boolean legacy) {
		Map<String, Object> delivery = new LinkedHashMap<>();
		delivery.put("type", this.settings.waitForCheckpoint() ? "exactly-once" : "at-least-once");
		if (this.settings.waitForCheckpoint()) {
			Duration timeout = this.properties.transactionTimeout();
			delivery.put(legacy ? "transactionTimeoutMillis" : "transactionTimeout",
					legacy ? (Object) timeout.toMillis() : timeout.toMillis() + "ms");
		}
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address());
		spec.put("deliverySemantic", delivery);
		if (!this.properties.engine().properties().isEmpty()) {
			spec.put("properties", list(this.properties.engine().properties()));
		}
		return spec;
	}

	/** Engines want a list of mappings with one key each. */
	private static List<Map<String, String>> list(Map<String, String> properties) {
		List<Map<String, String>> list = new ArrayList<>();
		properties.forEach((name, value) -> list.add(Map.of(name, value)));
		return list;
	}

	private String address() {
		String own = this.properties.engine().bootstrapServers();
		if (own != null) {
			return own;
		}
		ConsumerFactory<?, ?> factory = this.consumers.get();
		Object servers = (factory != null) ? factory.getConfigurationProperties().get("bootstrap.servers") : null;
		if (servers == null) {
			throw KafkaClientProperties.invalid("engine.bootstrap-servers", "",
					"The application has no addresses of brokers to give to the engine. Set it.");
		}
		return (servers instanceof Collection<?> addresses) ? StringUtils.collectionToCommaDelimitedString(addresses)
				: servers.toString();
	}

}
