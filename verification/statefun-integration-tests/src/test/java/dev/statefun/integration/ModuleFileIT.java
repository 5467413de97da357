package dev.statefun.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The module file that an application writes runs on the engine as it is, and a later
 * version of the application is checked against it.
 */
class ModuleFileIT {

	private static final int RECORDS = 500;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "V3_3_0, v3, async", "V3_3_0, v3, okhttp", "V2_2_2, v2, okhttp" })
	void whenAnApplicationWritesItsModuleFileThenTheEngineRunsIt(EngineVersion version, String generation,
			String transport) throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(CountingApplication.class)) {
			Path file = this.directory.resolve("module.yaml");
			Run export = run(CountingApplication.class, "--statefun.module.url=" + application.url(),
					"--statefun.module.engine=" + generation, "--statefun.module.transport.type=" + transport,
					"--statefun.module.transport.call-timeout=90s", "--statefun.module.transport.connect-timeout=10s",
					"--statefun.module.max-num-batch-requests=50", "--statefun.export.module-file=" + file);
			assertThat(export.status()).as(export.output()).isZero();
			try (Engine engine = Engine.builder(version)
				.module(Files.readString(file))
				.records(RECORDS, 10, "it/counter")
				.start()) {
				assertThat(engine.awaitCommitted(RECORDS, Duration.ofMinutes(1))).hasSize(RECORDS);
				assertThat(engine.restarts()).isZero();
			}
			Run check = run(CountingApplication.class, "--statefun.module.url=" + application.url(),
					"--statefun.module.engine=" + generation, "--statefun.check.module-file=file:" + file);
			assertThat(check.status()).as(check.output()).isZero();
		}
	}

	@Test
	void whenTheTypeOfAStateChangesThenTheCheckFailsWithItsNameAndBothTypes() throws Exception {
		Path schema = this.directory.resolve("schema.yaml");
		assertThat(run(CountingApplication.class, "--statefun.export.schema=" + schema).status()).isZero();
		Run check = run(ChangedApplication.class, "--statefun.check.schema=file:" + schema);
		assertThat(check.status()).isEqualTo(1);
		assertThat(check.output())
			.contains("'seen' of it/counter was io.statefun.types/long and is io.statefun.types/int");
	}

	private Run run(Class<?> application, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path")));
		command.addAll(JvmProcess.SHORT_LIVED);
		command.addAll(List.of(ApplicationMain.class.getName(), application.getName()));
		command.addAll(List.of(arguments));
		Path output = this.directory.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
			return new Run(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Run(int status, String output) {

	}

	/**
	 * A later version, with a state of another type.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(ChangedApplication.CounterFunction.class)
	public static class ChangedApplication {

		@StatefunFunction("it/counter")
		static class CounterFunction {

			@StatefunHandler
			void count(Long number, @State("seen") StateValue<Integer> seen) {
			}

		}

	}

}
