package dev.statefun.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The options of the client, from system properties {@code statefun.engine.*}. Properties
 * {@code statefun.engine.flink.*} go to Flink unchanged, after ours.
 *
 * @param ingressPort port of the HTTP ingress, 0 for a random one
 * @param egressPort port of the HTTP egress, 0 for a random one
 * @param workDirectory belongs to this engine alone and is deleted when it ends
 * @param stateDirectory where state outlives the engine, or {@code null}
 * @param checkpointInterval how often a checkpoint is taken
 * @param checkMessages whether the application is asked about messages of the ingress
 * @param flink further options of Flink
 */
record EngineOptions(int ingressPort, int egressPort, Path workDirectory, @Nullable Path stateDirectory,
		Duration checkpointInterval, boolean checkMessages, Map<String, String> flink) {

	private static final String PREFIX = "statefun.engine.";

	private static final String FLINK_PREFIX = PREFIX + "flink.";

	static EngineOptions from(Properties properties) {
		String workDirectory = properties.getProperty(PREFIX + "work-directory");
		if (workDirectory == null) {
			throw new IllegalArgumentException("System property " + PREFIX + "work-directory is missing");
		}
		String stateDirectory = properties.getProperty(PREFIX + "state-directory");
		Map<String, String> flink = new HashMap<>();
		for (String name : properties.stringPropertyNames()) {
			if (name.startsWith(FLINK_PREFIX)) {
				flink.put(name.substring(FLINK_PREFIX.length()), properties.getProperty(name));
			}
		}
		return new EngineOptions(Integer.parseInt(properties.getProperty(PREFIX + "ingress-port", "8090")),
				Integer.parseInt(properties.getProperty(PREFIX + "egress-port", "8091")),
				Path.of(workDirectory).toAbsolutePath(),
				(stateDirectory != null) ? Path.of(stateDirectory).toAbsolutePath() : null,
				Duration.ofMillis(Long.parseLong(properties.getProperty(PREFIX + "checkpoint-interval", "1000"))),
				Boolean.parseBoolean(properties.getProperty(PREFIX + "check-messages")), Map.copyOf(flink));
	}

}
