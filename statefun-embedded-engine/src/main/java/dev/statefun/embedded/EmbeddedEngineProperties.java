package dev.statefun.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.autoconfigure.module.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

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
 * @param module Further documents of the module file, such as Kafka ingresses and
 * egresses.
 * @param jvmOptions Further options of the engine's JVM.
 * @param flink Further options of Flink, by their names in flink-conf.yaml.
 */
@ConfigurationProperties("statefun.embedded-engine")
record EmbeddedEngineProperties(@DefaultValue("true") boolean enabled, @DefaultValue("8090") int ingressPort,
		@DefaultValue("8091") int egressPort, @DefaultValue("async") Transport transport, @Nullable Path stateDirectory,
		@DefaultValue("1s") Duration checkpointInterval, @DefaultValue("60s") Duration startupTimeout,
		@Nullable Resource module, @DefaultValue List<String> jvmOptions, @DefaultValue Map<String, String> flink) {

}
