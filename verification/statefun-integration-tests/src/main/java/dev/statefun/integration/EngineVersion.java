package dev.statefun.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The engines that applications are tested with.
 */
public enum EngineVersion {

	/** The last of 2.x, on Flink 1.11. */
	V2_2_2("statefun-integration-engine-legacy", "dev.statefun.integration.engine.LegacyEngine"),

	/** The last of 3.x, on Flink 1.16. */
	V3_3_0("statefun-integration-engine", "dev.statefun.engine.EngineRunner");

	private static final List<String> OPENED_PACKAGES = List.of("java.lang", "java.lang.reflect", "java.util",
			"java.util.concurrent", "java.util.concurrent.atomic", "java.time", "java.net", "java.io", "java.nio",
			"sun.nio.ch");

	private final String module;

	private final String mainClass;

	EngineVersion(String module, String mainClass) {
		this.module = module;
		this.mainClass = mainClass;
	}

	String mainClass() {
		return this.mainClass;
	}

	/** The class path, without the module file. */
	String classPath() {
		Path modules = Path.of("..").toAbsolutePath().normalize();
		Path file = modules.resolve(this.module).resolve("target/engine.classpath");
		try {
			return modules.resolve("statefun-integration-engine/target/classes") + File.pathSeparator
					+ Files.readString(file).trim();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Build the engine's class path with 'mvn process-classes'", ex);
		}
	}

	/** Options that a JDK of today needs to run an engine of that time. */
	static List<String> jvmOptions() {
		List<String> options = new ArrayList<>();
		OPENED_PACKAGES.forEach((name) -> options.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
		options.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
		if (Runtime.version().feature() >= 24) {
			options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		return options;
	}

}
