package dev.statefun.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample, processed ahead of time, beside the real engine.
 */
class AheadOfTimeIT {

	private static final Pattern READY = Pattern
		.compile("calls http://localhost:\\d+/statefun: PUT (http://localhost:\\d+)/.* GET (http://localhost:\\d+)/");

	private static final Pattern WEB_SERVER = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private static Path directory;

	private static Path classes;

	@BeforeAll
	static void processAheadOfTime() throws Exception {
		classes = process();
	}

	@ParameterizedTest
	@CsvSource({ "--statefun.export.schema=schema.yaml, cannot export or check a file",
			"--statefun.server.port=0, 'statefun.server.port was not set, and is set'",
			"--statefun.pth=/x, did you mean statefun.path?" })
	void whenAPropertyWouldBeIgnoredThenTheStartupFails(String argument, String reason) throws Exception {
		Process application = java(classes, "-Dspring.aot.enabled=true", SampleApplication.class.getName(),
				"--server.port=0", argument);
		assertThat(read(application)).contains("APPLICATION FAILED TO START", reason);
		assertThat(application.waitFor()).isNotZero();
	}

	@Test
	void whenProcessedAheadOfTimeThenItAnswersTheSameRequests() throws Exception {
		Process application = java(classes, "-Dspring.aot.enabled=true", SampleApplication.class.getName(),
				"--server.port=0", "--statefun.embedded-engine.ingress-port=0",
				"--statefun.embedded-engine.egress-port=0");
		try (BufferedReader output = application.inputReader()) {
			List<String> lines = new ArrayList<>();
			Matcher ready = awaitReady(output, lines);
			assertThat(lines).anyMatch((line) -> line.contains("AOT-processed"));
			for (int visit = 1; visit <= 2; visit++) {
				SampleClient.login(URI.create(ready.group(1)));
				assertThat(SampleClient.take(URI.create(ready.group(2)), "greetings"))
					.isEqualTo("Hello Ada, visit " + visit);
			}
			assertThat(SampleClient.invocations(webServer(lines), "tag=message.type:demo/LoginEvent"))
				.contains("\"value\":2.0");
		}
		finally {
			application.destroy();
			application.waitFor();
		}
	}

	/** As the process-aot goal does. */
	private static Path process() throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectory(directory.resolve("classes"));
		Process processor = java(classes, SpringApplicationAotProcessor.class.getName(),
				SampleApplication.class.getName(), sources.toString(), classes.toString(), classes.toString(),
				"dev.statefun", "statefun-sample-app");
		assertThat(processor.waitFor()).as(() -> read(processor)).isZero();
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp",
				System.getProperty("java.class.path"), "-d", classes.toString()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
		return classes;
	}

	private static Process java(Path classes, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						classes + File.pathSeparator + System.getProperty("java.class.path")));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	private static Matcher awaitReady(BufferedReader output, List<String> lines) throws IOException {
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			Matcher ready = READY.matcher(line);
			if (ready.find()) {
				return ready;
			}
		}
		throw new AssertionError("The application ended: " + String.join("\n", lines));
	}

	private static URI webServer(List<String> lines) {
		return lines.stream()
			.map(WEB_SERVER::matcher)
			.filter(Matcher::find)
			.map((started) -> URI.create("http://localhost:" + started.group(1)))
			.findFirst()
			.orElseThrow();
	}

	private static String read(Process process) {
		return process.inputReader().lines().reduce("", (text, line) -> text + "\n" + line);
	}

}
