package dev.statefun.integration.engine;

import java.util.Properties;

import org.apache.flink.statefun.flink.harness.Harness;

/**
 * Runs an engine by its own harness, as that of 2.2.2 comes without a runner of this
 * project. Ends with its standard input, and so with the one who started it.
 */
public final class LegacyEngine {

	private static final String FLINK_PREFIX = "statefun.engine.flink.";

	private LegacyEngine() {
	}

	public static void main(String[] args) throws Exception {
		ParentWatch.start();
		Harness harness = new Harness();
		Properties properties = System.getProperties();
		for (String name : properties.stringPropertyNames()) {
			if (name.startsWith(FLINK_PREFIX)) {
				harness.withConfiguration(name.substring(FLINK_PREFIX.length()), properties.getProperty(name));
			}
		}
		harness.start();
	}

}
