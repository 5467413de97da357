package dev.statefun.autoconfigure.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.kafka.internal.KafkaForm;
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
		KafkaForm form = new KafkaForm(engine);
		return List.of(form.ingress(names.ingress().toString(), ingress(names, form), SOURCE),
				form.egress(this.settings.egress(), egress(form), SOURCE));
	}

	/**
	 * An engine that starts without a checkpoint goes on after the messages that it has
	 * taken, and takes those that were sent before its first start.
	 */
	private Map<String, Object> ingress(ClientNames names, KafkaForm form) {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put(DISCOVERY, DISCOVERY_MILLIS);
		properties.putAll(this.properties.engine().properties());
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address());
		spec.put("consumerGroupId", "statefun-client-" + names.client());
		spec.put("startupPosition", Map.of("type", "group-offsets"));
		spec.put("autoOffsetResetPosition", "earliest");
		spec.put("topics", List.of(form.topic(this.properties.requiredIngressTopic(), GatewayRecord.TYPE_NAME,
				List.of(names.gateway().toString()))));
		spec.put("properties", KafkaForm.properties(properties));
		return spec;
	}

	private Map<String, Object> egress(KafkaForm form) {
		Map<String, Object> spec = new LinkedHashMap<>();
		spec.put("address", address());
		spec.put("deliverySemantic",
				this.settings.waitForCheckpoint() ? form.delivery("exactly-once", this.properties.transactionTimeout())
						: form.delivery("at-least-once", null));
		if (!this.properties.engine().properties().isEmpty()) {
			spec.put("properties", KafkaForm.properties(this.properties.engine().properties()));
		}
		return spec;
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
