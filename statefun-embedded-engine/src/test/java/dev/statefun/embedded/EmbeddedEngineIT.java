package dev.statefun.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.statefun.autoconfigure.module.ModuleException;
import dev.statefun.autoconfigure.module.internal.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link EmbeddedEngine} against the engine it starts.
 */
class EmbeddedEngineIT {

	private CountingFunctions functions;

	private @Nullable EmbeddedEngine engine;

	@BeforeEach
	void startFunctions() throws IOException {
		this.functions = new CountingFunctions();
	}

	@AfterEach
	void stop() {
		if (this.engine != null) {
			this.engine.stop();
		}
		this.functions.close();
	}

	@ParameterizedTest
	@EnumSource(Transport.class)
	void whenRecordIsPutThenFunctionIsCalledAndItsEgressIsThere(Transport transport) throws Exception {
		EngineClient client = start(properties(transport, null));
		assertThat(client.put("/demo/counter/J%C3%BCrgen", "hello").statusCode()).isEqualTo(200);
		HttpResponse<String> first = client.take("counts");
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.body()).isEqualTo("hello 1");
		assertThat(first.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(first.headers().firstValue("Statefun-Record-Key")).hasValue("J%C3%BCrgen");
		assertThat(first.headers().firstValue("Statefun-Egress")).hasValue("demo/kafka");
		client.put("/demo/counter/J%C3%BCrgen", "again");
		client.put("/demo/counter/bob", "hello");
		assertThat(List.of(client.take("counts").body(), client.take("counts").body()))
			.containsExactlyInAnyOrder("again 2", "hello 1");
		assertRefusals(client);
	}

	private void assertRefusals(EngineClient client) throws Exception {
		HttpResponse<String> unknownFunction = client.put("/demo/nobody/bob", "hello");
		assertThat(unknownFunction.statusCode()).isEqualTo(404);
		assertThat(unknownFunction.body())
			.isEqualTo("There is no function demo/nobody. There are: demo/counter, demo/other\n");
		assertThat(client.put("/demo/counter", "no id").statusCode()).isEqualTo(400);
		assertThat(client.put("/demo/counter/", "no id").statusCode()).isEqualTo(400);
		assertThat(client.put("/demo/counter/a/b", "a slash").statusCode()).isEqualTo(400);
		URI target = URI.create(this.engine.ingressUri() + "/demo/counter/bob");
		assertThat(client.send(HttpRequest.newBuilder(target)).statusCode()).isEqualTo(405);
		assertThat(client.send(HttpRequest.newBuilder(target).PUT(BodyPublishers.ofString("no type"))).statusCode())
			.isEqualTo(400);
		assertThat(client
			.send(HttpRequest.newBuilder(target)
				.header("Content-Type", "application/json")
				.PUT(BodyPublishers.ofString("{}")))
			.statusCode()).isEqualTo(415);
		assertThat(client
			.send(HttpRequest.newBuilder(target)
				.header("Content-Type", "application/vnd.test/text")
				.PUT(BodyPublishers.ofByteArray(new byte[16 * 1024 * 1024 + 1])))
			.statusCode()).isEqualTo(413);
		assertThat(client.get("/counts?wait=0").statusCode()).isEqualTo(404);
		assertThat(client.get("/").body()).isEqualTo("counts 0\n");
	}

	@Test
	void whenManyRecordsArePutThenEachIsCountedOnceAndInOrder() throws Exception {
		EngineClient client = start(properties(Transport.ASYNC, null));
		int instances = 20;
		int messages = 25;
		for (int message = 1; message <= messages; message++) {
			for (int instance = 0; instance < instances; instance++) {
				client.put("/demo/counter/" + instance, "message-" + message);
			}
		}
		Map<String, Integer> counts = new TreeMap<>();
		for (int i = 0; i < instances * messages; i++) {
			HttpResponse<String> taken = client.take("counts");
			String key = taken.headers().firstValue("Statefun-Record-Key").orElseThrow();
			int count = counts.merge(key, 1, Integer::sum);
			assertThat(taken.body()).isEqualTo("message-" + count + " " + count);
		}
		assertThat(client.get("/counts?wait=0").statusCode()).isEqualTo(404);
	}

	@Test
	void whenPortIsInUseThenStartFailsAndNamesPortAndProperty() throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			EmbeddedEngine engine = engine(properties(Transport.ASYNC, null, 0, other.getLocalPort(), Map.of()));
			assertThatExceptionOfType(EmbeddedEngineException.class).isThrownBy(engine::start)
				.withMessageContaining("Port " + other.getLocalPort() + " of the engine's HTTP egress")
				.withMessageContaining("statefun.embedded-engine.egress-port");
			assertThat(engine.isRunning()).isFalse();
		}
	}

	@Test
	void whenOptionIsWrongThenStartFailsWithTheEnginesWords() {
		EmbeddedEngine engine = engine(
				properties(Transport.ASYNC, null, 0, 0, Map.of("state.backend", "no-such-backend")));
		assertThatExceptionOfType(EmbeddedEngineException.class).isThrownBy(engine::start)
			.withMessageContaining("no-such-backend");
	}

	@Test
	void whenThereIsAFurtherModuleThenItsDocumentsAreAmongTheEngines() throws Exception {
		String further = """
				---
				# Not of this application
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: %s
				  urlPathTemplate: http://localhost:1/further
				""";
		EngineClient client = start(
				properties(Transport.ASYNC, null, 0, 0, further.formatted("further/function"), Map.of()));
		client.put("/demo/counter/bob", "one");
		assertThat(client.take("counts").body()).isEqualTo("one 1");
		EmbeddedEngine other = new EmbeddedEngine(
				properties(Transport.ASYNC, null, 0, 0, further.formatted("demo/counter"), Map.of()),
				this.functions::endpoint, ModuleFiles.plain());
		assertThatExceptionOfType(ModuleException.class).isThrownBy(other::start)
			.withMessageContaining("it has an endpoint of the function demo/counter, which this application serves");
	}

	@Test
	void whenJobFailsThenItRestartsAndNothingAcceptedIsLost() throws Exception {
		EngineClient client = start(properties(Transport.ASYNC, null));
		client.put("/demo/counter/bob", "one");
		assertThat(client.take("counts").body()).isEqualTo("one 1");
		client.put("/demo/counter/bob", "crash");
		await().atMost(Duration.ofSeconds(30)).until(() -> this.functions.crashes() > 0);
		client.put("/demo/counter/bob", "three");
		await().atMost(Duration.ofSeconds(60)).until(() -> client.take("counts").body().equals("three 3"));
	}

	@Test
	void whenStartedAgainWithStateDirectoryThenStateIsThere(@TempDir Path parent) throws Exception {
		Path directory = parent.resolve("with space");
		EngineClient client = start(properties(Transport.ASYNC, directory));
		client.put("/demo/counter/bob", "one");
		assertThat(client.take("counts").body()).isEqualTo("one 1");
		long pid = this.engine.pid();
		this.engine.stop();
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(this.engine.isRunning()).isFalse();
		this.engine.start();
		client.put("/demo/counter/bob", "two");
		assertThat(client.take("counts").body()).isEqualTo("two 2");

		// Killed, it resumes from its last periodic checkpoint: wait for one with the
		// count
		Path checkpoints = directory.resolve("checkpoints");
		awaitCheckpoint(checkpoints);
		awaitCheckpoint(checkpoints);
		ProcessHandle.of(this.engine.pid()).ifPresent(ProcessHandle::destroyForcibly);
		await().atMost(Duration.ofSeconds(30)).until(() -> !this.engine.isRunning());
		this.engine.start();
		client.put("/demo/counter/bob", "three");
		assertThat(client.take("counts").body()).isEqualTo("three 3");
	}

	@Test
	void whenAnotherEngineUsesTheStateDirectoryThenStartFails(@TempDir Path directory) throws Exception {
		EngineClient client = start(properties(Transport.ASYNC, directory));
		client.put("/demo/counter/bob", "one");
		assertThat(client.take("counts").body()).isEqualTo("one 1");
		EmbeddedEngine other = new EmbeddedEngine(properties(Transport.ASYNC, directory), this.functions::endpoint,
				ModuleFiles.plain());
		assertThatExceptionOfType(EmbeddedEngineException.class).isThrownBy(other::start)
			.withMessageContaining("Another engine uses the state directory");
	}

	@Test
	void whenParallelismIsConfiguredThenItStarts() throws Exception {
		EngineClient client = start(properties(Transport.ASYNC, null, 0, 0, Map.of("parallelism.default", "2")));
		client.put("/demo/counter/bob", "one");
		assertThat(client.take("counts").body()).isEqualTo("one 1");
	}

	/** One more than there are. */
	private static void awaitCheckpoint(Path checkpoints) throws IOException {
		Set<Path> former = complete(checkpoints);
		await().atMost(Duration.ofSeconds(30)).until(() -> !former.containsAll(complete(checkpoints)));
	}

	private static Set<Path> complete(Path checkpoints) throws IOException {
		while (true) {
			try (Stream<Path> files = Files.walk(checkpoints)) {
				return files.filter((path) -> path.endsWith("_metadata")).collect(Collectors.toSet());
			}
			catch (UncheckedIOException ex) {
				// One was removed meanwhile
			}
		}
	}

	@Test
	void whenApplicationIsKilledThenEngineEndsAndLeavesNothing(@TempDir Path directory) throws Exception {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djava.io.tmpdir=" + directory, "-cp", System.getProperty("java.class.path"),
				KilledApplication.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			String pid = application.inputReader()
				.lines()
				.filter((line) -> line.matches("pid=\\d+"))
				.findFirst()
				.orElse("");
			ProcessHandle engine = ProcessHandle.of(Long.parseLong(pid.substring("pid=".length()))).orElseThrow();
			assertThat(engine.isAlive()).isTrue();
			assertThat(directory).isNotEmptyDirectory();
			application.destroyForcibly();
			await().atMost(Duration.ofSeconds(10)).until(() -> !engine.isAlive());
			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(directory).isEmptyDirectory());
		}
		finally {
			application.destroyForcibly();
		}
	}

	private EngineClient start(EmbeddedEngineProperties properties) {
		EmbeddedEngine engine = engine(properties);
		engine.start();
		return new EngineClient(engine);
	}

	private EmbeddedEngine engine(EmbeddedEngineProperties properties) {
		EmbeddedEngine engine = new EmbeddedEngine(properties, this.functions::endpoint, ModuleFiles.plain());
		this.engine = engine;
		return engine;
	}

	static EmbeddedEngineProperties properties(Transport transport, @Nullable Path stateDirectory) {
		return properties(transport, stateDirectory, 0, 0, Map.of());
	}

	private static EmbeddedEngineProperties properties(Transport transport, @Nullable Path stateDirectory,
			int ingressPort, int egressPort, Map<String, String> flink) {
		return properties(transport, stateDirectory, ingressPort, egressPort, null, flink);
	}

	private static EmbeddedEngineProperties properties(Transport transport, @Nullable Path stateDirectory,
			int ingressPort, int egressPort, @Nullable String module, Map<String, String> flink) {
		return new EmbeddedEngineProperties(true, ingressPort, egressPort, transport, stateDirectory,
				Duration.ofMillis(500), Duration.ofSeconds(60), (module != null) ? file(module) : null, List.of(),
				flink);
	}

	private static String file(String module) {
		try {
			Path file = Files.createTempFile(Files.createDirectories(Path.of("target", "modules")), "module", ".yaml");
			return Files.writeString(file, module).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An application that waits to be killed.
	 */
	static final class KilledApplication {

		public static void main(String[] args) throws Exception {
			CountingFunctions functions = new CountingFunctions();
			EmbeddedEngine engine = new EmbeddedEngine(properties(Transport.ASYNC, null), functions::endpoint,
					ModuleFiles.plain());
			engine.start();
			System.out.println("pid=" + engine.pid());
			Thread.currentThread().join();
		}

	}

}
