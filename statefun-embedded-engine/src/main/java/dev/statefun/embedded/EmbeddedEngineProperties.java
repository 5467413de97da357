package dev.statefun.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.autoconfigure.module.internal.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the embedded engine.
 *
 * @param enabled Whether the engine starts with the application.
 * @param ingressPort Port of the HTTP ingress on the loopback address. 0 picks a free
 * one.
 * @param egressPort Port of the HTTP egress on the loopback address. 0 picks a free one.
 * @param transport Transport over which the engine calls the application.
 * @param stateDirectory Directory in which state outlives the engine. Without one, each
 * start begins empty.
 * @param checkpointInterval How often the engine takes a checkpoint.
 * @param startupTimeout How long the engine may take to be ready.
 * @param module File with further documents of the module file, such as Kafka ingresses
 * and egresses: a path or a URL. Placeholders in its values are resolved.
 * @param jvmOptions Further options of the engine's JVM.
 * @param flink Further options of Flink, by their names in flink-conf.yaml.
 */
@ConfigurationProperties("statefun.embedded-engine")
record EmbeddedEngineProperties(@DefaultValue("true") boolean enabled, @DefaultValue("8090") int ingressPort,
		@DefaultValue("8091") int egressPort, @DefaultValue("async") Transport transport, @Nullable Path stateDirectory,
		@DefaultValue("1s") Duration checkpointInterval, @DefaultValue("60s") Duration startupTimeout,
		@Nullable String module, @DefaultValue List<String> jvmOptions, @DefaultValue Map<String, String> flink) {

	private static final int MAX_PORT = 65535;

	/** Flink refuses shorter intervals. */
	private static final Duration MIN_CHECKPOINT_INTERVAL = Duration.ofMillis(10);

	/** Flink refuses longer intervals. */
	private static final Duration MAX_CHECKPOINT_INTERVAL = Duration.ofDays(365);

	EmbeddedEngineProperties {
		check(isPort(ingressPort), "ingress-port", ingressPort, "It must be a port, or 0 for any.");
		check(isPort(egressPort), "egress-port", egressPort, "It must be a port, or 0 for any.");
		check(checkpointInterval.compareTo(MIN_CHECKPOINT_INTERVAL) >= 0
				&& checkpointInterval.compareTo(MAX_CHECKPOINT_INTERVAL) <= 0, "checkpoint-interval",
				checkpointInterval, "It must be at least 10ms, and at most 365 days.");
		check(startupTimeout.compareTo(Duration.ofMillis(1)) >= 0, "startup-timeout", startupTimeout,
				"It must be at least 1ms.");
	}

	private static boolean isPort(int port) {
		return port >= 0 && port <= MAX_PORT;
	}

	private static void check(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("statefun.embedded-engine." + name, value, reason);
		}
	}

}
