package dev.statefun.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Files that an engine finds on its class path beside its jars: the module file and the
 * configuration of its log.
 */
final class EngineModule {

	private static final String LOGGING = """
			log4j.rootLogger=WARN, stdout
			log4j.appender.stdout=org.apache.log4j.ConsoleAppender
			log4j.appender.stdout.layout=org.apache.log4j.EnhancedPatternLayout
			log4j.appender.stdout.layout.ConversionPattern=%d{HH:mm:ss,SSS} [%p] %c{1} - %m%n%throwable{30}
			""";

	private final List<Endpoint> endpoints = new ArrayList<>();

	private final List<String> documents = new ArrayList<>();

	private @Nullable String replacement;

	void add(Endpoint endpoint) {
		this.endpoints.add(endpoint);
	}

	/** Documents of 3.x, or sections of the module of 2.x. */
	void add(String yaml) {
		this.documents.add(yaml);
	}

	void replace(String yaml) {
		this.replacement = yaml;
	}

	void write(Path directory, EngineVersion version) throws IOException {
		Files.writeString(directory.resolve("log4j.properties"), LOGGING);
		Files.writeString(directory.resolve("module.yaml"), (this.replacement != null) ? this.replacement
				: (version == EngineVersion.V2_2_2) ? legacyModule() : documents());
	}

	private String documents() {
		List<String> all = new ArrayList<>();
		this.endpoints.forEach((endpoint) -> all.add(endpoint.toDocument()));
		all.addAll(this.documents);
		return String.join("---\n", all);
	}

	private String legacyModule() {
		StringBuilder yaml = new StringBuilder("""
				version: "1.0"
				module:
				  meta:
				    type: remote
				  spec:
				    functions:
				""");
		this.endpoints.forEach((endpoint) -> yaml.append(endpoint.toLegacyFunction()));
		this.documents.forEach(yaml::append);
		return yaml.toString();
	}

}
