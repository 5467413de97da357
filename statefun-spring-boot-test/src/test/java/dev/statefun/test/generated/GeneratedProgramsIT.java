package dev.statefun.test.generated;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.embedded.EmbeddedEngine;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.TestEngine;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine in memory does what the real one does.
 */
@StatefunTest(engine = TestEngine.EMBEDDED)
class GeneratedProgramsIT {

	private static final int PROGRAMS = 500;

	/** Longer than any chain of short delays, and far shorter than the long ones. */
	private static final Duration A_WHILE = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newHttpClient();

	@Autowired
	private StatefunTestRuntime engine;

	@Autowired
	private EmbeddedEngine embeddedEngine;

	@Autowired
	private FunctionRegistry functions;

	@Autowired
	private TypeRegistry types;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void whenAnyProgramRunsThenStatesAndEgressAreThoseOfTheRealEngine() throws Exception {
		List<Program> programs = IntStream.rangeClosed(1, PROGRAMS).mapToObj(Program::of).toList();
		Map<String, Map<String, List<String>>> real = runOnTheRealEngine(programs);
		int texts = 0;
		for (Program program : programs) {
			Map<String, List<String>> inOrder = runInMemory(program, false);
			assertThat(inOrder).as("program of seed %d", program.seed()).isEqualTo(real.get(program.name()));
			assertThat(runInMemory(program, true)).as("program of seed %d, shuffled", program.seed())
				.isEqualTo(inOrder);
			texts += real.get(program.name()).values().stream().mapToInt(List::size).sum();
		}
		// Six of each program are its states
		assertThat(texts).isGreaterThan(PROGRAMS * 8);
	}

	private Map<String, Map<String, List<String>>> runOnTheRealEngine(List<Program> programs) throws Exception {
		programs.forEach((program) -> program.messages()
			.forEach((message) -> this.engine.enqueue(message.target(), message.script())));
		this.engine.deliver();
		while (this.engine.delayed().stream().anyMatch((message) -> message.delay().compareTo(A_WHILE) < 0)) {
			this.engine.advanceBy(Duration.ofMillis(100));
		}
		programs.forEach((program) -> program.dumps()
			.forEach((message) -> this.engine.enqueue(message.target(), message.script())));
		this.engine.deliver();
		Map<String, Long> counts = this.engine.emitted()
			.stream()
			.collect(Collectors.groupingBy((message) -> message.value().asRecord().destination(),
					Collectors.counting()));
		Map<String, Map<String, List<String>>> results = new LinkedHashMap<>();
		for (Program program : programs) {
			results.put(program.name(), byPath(take(program.name(), counts.get(program.name()))));
		}
		return results;
	}

	/** The records that really left the engine. */
	private List<String> take(String topic, long count) throws IOException, InterruptedException {
		List<String> values = new ArrayList<>();
		for (int i = 0; i <= count; i++) {
			URI uri = URI
				.create("%s/%s?wait=%d".formatted(this.embeddedEngine.egressUri(), topic, (i < count) ? 30 : 0));
			HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri).build(),
					BodyHandlers.ofString());
			if (response.statusCode() == 200) {
				values.add(response.body());
			}
		}
		return values;
	}

	private Map<String, List<String>> runInMemory(Program program, boolean shuffled) {
		RequestReplyHandler handler = RequestReplyHandler.builder(this.functions).types(this.types).build();
		StatefunTestRuntime memory = StatefunTestRuntime.inMemory(this.functions, handler, this.types,
				ProtocolVersion.V3);
		if (shuffled) {
			memory.shuffle(program.seed());
			memory.drills().deliverTwiceAtRandom(program.seed()).restartAfter(3);
		}
		program.messages().forEach((message) -> memory.enqueue(message.target(), message.script()));
		memory.deliver();
		memory.advanceBy(A_WHILE);
		program.dumps().forEach((message) -> memory.enqueue(message.target(), message.script()));
		memory.deliver();
		return byPath(memory.emitted().stream().map((message) -> message.value().asRecord().utf8Value()).toList());
	}

	/** What of one instance and one path was emitted is in order, all else is not. */
	private static Map<String, List<String>> byPath(List<String> texts) {
		Map<String, List<String>> byPath = new TreeMap<>();
		for (String text : texts) {
			byPath.computeIfAbsent(text.substring(0, text.indexOf(": ")), (path) -> new ArrayList<>()).add(text);
		}
		return byPath;
	}

	@SpringBootApplication
	@Import(Interpreter.class)
	static class GeneratedApplication {

	}

}
