package dev.statefun.integration.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.protocol.ProtocolVersion;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Records the engines, each into a file of its own.
 */
public final class RecordEngines {

	private RecordEngines() {
	}

	/**
	 * Records engines.
	 * @param args the directory of the files, and the names of the engines, by default
	 * all
	 * @throws IOException if the files cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Files.createDirectories(Path.of(args[0]));
		List<String> names = List.of(args).subList(1, args.length);
		for (EngineSetup setup : EngineSetup.values()) {
			if (names.isEmpty() || names.contains(setup.name())) {
				Path file = directory.resolve("engine-" + setup.title().replace(", ", "-") + ".jsonl");
				record(setup, file);
				System.out.println("Recorded " + file);
			}
		}
		System.exit(0);
	}

	/**
	 * Records an engine.
	 * @param setup which
	 * @param file where the vectors are written
	 * @return what was recorded
	 */
	static List<Exchange> record(EngineSetup setup, Path file) {
		ProtocolVersion version = setup.isLegacy() ? ProtocolVersion.V2 : ProtocolVersion.V3;
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(RecordedApplication.class)
			.properties("server.port=0", "statefun.protocol=" + version.name())
			.run(); Recorder recorder = Recorder.start(Endpoints.url(application))) {
			Map<String, List<String>> functions = Map.of("record/begin", List.of(), "record/step",
					RecordedApplication.STATES);
			int records = RecordedApplication.INSTANCES;
			try (Engine engine = setup.engine(recorder.url(), functions)
				.records(records, records, "record/begin")
				.start()) {
				// Each instance sends a Kafka and a Kinesis record, and says that it is
				// done
				engine.awaitCommitted(3 * records, Duration.ofMinutes(2));
			}
			recorder.write(file, "StateFun engine " + setup.title(), version);
			return recorder.exchanges();
		}
	}

}
