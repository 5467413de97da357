package dev.statefun.autoconfigure.kafka;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds an application that authenticates at the brokers of {@code spring.kafka}, while
 * the engine would not. The engine has no access to the files and bundles of Spring.
 */
final class SecurityCheck {

	private static final List<String> SPRINGS = List.of("spring.kafka.security.protocol",
			"spring.kafka.properties.security.protocol", "spring.kafka.consumer.security.protocol",
			"spring.kafka.producer.security.protocol");

	private static final String PROTOCOL = "security.protocol";

	private SecurityCheck() {
	}

	/** Return a sentence if only the application authenticates, or {@code null}. */
	static @Nullable String warning(StatefunKafkaProperties properties, Environment environment) {
		boolean described = !properties.ingresses().isEmpty() || !properties.egresses().isEmpty();
		if (!described || !properties.bootstrapServers().isEmpty() || isSecured(properties)) {
			return null;
		}
		return SPRINGS.stream().filter((name) -> {
			String protocol = environment.getProperty(name);
			return StringUtils.hasText(protocol) && !protocol.equals("PLAINTEXT");
		})
			.findFirst()
			.map("'%s' applies to the application, but not to the engine, which connects to the same brokers. Set 'statefun.kafka.security' or 'statefun.kafka.properties'"::formatted)
			.orElse(null);
	}

	private static boolean isSecured(StatefunKafkaProperties properties) {
		return !properties.security().clientProperties().isEmpty() || properties.properties().containsKey(PROTOCOL)
				|| properties.ingresses().values().stream().anyMatch((one) -> one.properties().containsKey(PROTOCOL))
				|| properties.egresses().values().stream().anyMatch((one) -> one.properties().containsKey(PROTOCOL));
	}

}
