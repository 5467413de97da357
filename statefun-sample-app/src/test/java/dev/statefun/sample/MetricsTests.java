package dev.statefun.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.jayway.jsonpath.JsonPath;
import dev.statefun.client.StatefunClient;
import dev.statefun.observation.StatefunMeters;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus sees of the sample.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "statefun.embedded-engine.enabled=false", "statefun.server.port=0",
				"management.tracing.sampling.probability=1", "management.endpoints.web.exposure.include=prometheus" })
@DirtiesContext
class MetricsTests {

	private static final int REQUESTS = 100;

	private static final int BATCH = 10;

	private static final int STATE_BYTES = 5;

	private static final String GREETER = "function=\"demo/greeter\"";

	private static final HttpClient client = HttpClient.newHttpClient();

	/** The modules lie side by side, and a module is where its tests run. */
	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final Pattern METRIC = Pattern.compile("statefun_[a-z_]+");

	private static final Pattern GROUPING = Pattern.compile("by \\(([a-z_, ]+)\\)");

	private static final Pattern MATCHER = Pattern.compile("[{,]([a-z_]+)=~?\"");

	@LocalServerPort
	private int port;

	@Autowired
	private StatefunClient statefun;

	@Value("${local.statefun.port}")
	private int statefunPort;

	@Test
	void whenThereWereAThousandInvocationsThenAllMetersHaveTheRightValues() throws Exception {
		abuse("before");
		Map<String, Double> before = scrape();
		int sent = 0;
		int received = 0;
		for (int i = 0; i < REQUESTS; i++) {
			byte[] request = logins("user-" + i, (i > 0), BATCH);
			sent += request.length;
			received += post(request, 200).body().length;
		}
		byte[] incomplete = request("demo", "greeter", "ada", ByteString.EMPTY, login(), 1);
		int question = post(incomplete, 200).body().length;
		Map<String, Double> series = scrape();
		before.forEach((key, value) -> series.computeIfPresent(key, (name, now) -> now - value));
		String invocations = GREETER + ",message_type=\"demo/LoginEvent\",outcome=\"success\"";
		assertThat(value(series, "statefun_invocations_seconds_count", invocations)).isEqualTo(REQUESTS * BATCH);
		assertThat(value(series, "statefun_invocations_seconds_sum", invocations)).isPositive();
		assertThat(value(series, "statefun_batch_size_messages_count", GREETER)).isEqualTo(REQUESTS);
		assertThat(value(series, "statefun_batch_size_messages_sum", GREETER)).isEqualTo(REQUESTS * BATCH);
		assertThat(value(series, "statefun_messages_sent_messages_total", GREETER, "kind=\"function\"",
				"target=\"demo/session\""))
			.isEqualTo(REQUESTS * BATCH);
		assertThat(value(series, "statefun_messages_sent_messages_total", GREETER, "kind=\"egress\"",
				"target=\"demo/messages\""))
			.isEqualTo(REQUESTS * BATCH);
		assertThat(value(series, "statefun_state_read_bytes_total", GREETER, "state=\"visits\""))
			.isEqualTo((REQUESTS - 1) * STATE_BYTES);
		assertThat(value(series, "statefun_state_written_bytes_total", GREETER, "state=\"visits\""))
			.isEqualTo(REQUESTS * STATE_BYTES);
		assertThat(value(series, "statefun_requests_seconds_count", GREETER, "protocol=\"v3\"", "outcome=\"success\""))
			.isEqualTo(REQUESTS);
		assertThat(
				value(series, "statefun_requests_seconds_count", GREETER, "protocol=\"v3\"", "outcome=\"incomplete\""))
			.isEqualTo(1);
		assertThat(value(series, "statefun_request_size_bytes_sum", GREETER)).isEqualTo(sent + incomplete.length);
		assertThat(value(series, "statefun_response_size_bytes_sum", GREETER)).isEqualTo(received + question);
		assertThat(value(series, "statefun_requests_active_requests")).isZero();
		assertThat(value(series, "statefun_requests_rejected_requests_total", "reason=\"malformed\"")).isZero();
		Stream.of(StatefunMeters.values())
			.map((meter) -> meter.getName().replace('.', '_'))
			.forEach((name) -> assertThat(series.keySet()).as(name).anyMatch((key) -> key.startsWith(name)));
	}

	@Test
	void whenTheDashboardNamesAMetricThenTheApplicationExposesItWithItsTags() throws Exception {
		abuse("any");
		Map<String, Double> series = scrape();
		String dashboard = Files.readString(DASHBOARD);
		List<String> expressions = JsonPath.read(dashboard, "$.panels[*].targets[*].expr");
		assertThat(expressions).hasSizeGreaterThan(10);
		for (String expression : expressions) {
			List<String> tags = Stream.concat(all(GROUPING, expression), all(MATCHER, expression))
				.flatMap((names) -> Stream.of(names.split(", ")))
				.toList();
			all(METRIC, expression).forEach((metric) -> assertThat(series.keySet()).as(expression)
				.anyMatch((key) -> (key.equals(metric) || key.startsWith(metric + "{")) && tags.stream()
					.allMatch((tag) -> key.contains("{" + tag + "=") || key.contains("," + tag + "="))));
		}
		assertThat(expressions).anyMatch((expression) -> all(GROUPING, expression).count() > 1);
		Stream.of(StatefunMeters.values())
			.map((meter) -> meter.getName().replace('.', '_'))
			.forEach((name) -> assertThat(expressions).as(name).anyMatch((expression) -> expression.contains(name)));
	}

	private static Stream<String> all(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group(match.groupCount()));
	}

	@Test
	void whenIdsFunctionsAndTypesAreHostileThenThereAreNoMoreSeries() throws Exception {
		abuse("first");
		int before = scrape().size();
		for (int i = 0; i < 100; i++) {
			abuse("{\"again\"}\n" + i);
		}
		assertThat(scrape()).hasSize(before);
	}

	private void abuse(String name) throws Exception {
		post(logins(name, true, 1), 200);
		post(request("demo", name, "ada", visits(true), login(), 1), 500);
		post(request(name, "greeter", "ada", visits(true), login(), 1), 500);
		post(request("demo", "greeter", "ada", visits(true), typed(name, "{}"), 1), 500);
		post(request("demo", "greeter", "ada", visits(true).concat(message(2, message(1, name))), login(), 1), 200);
		post(new byte[] { 7 }, 400);
		ask("demo/greeter", name);
		ask("other/function-" + name.hashCode(), name);
	}

	/** There is no engine, so an ask fails. */
	private void ask(String function, String id) {
		assertThat(this.statefun.to(function, id).ask("hello", String.class)).isCompletedExceptionally();
	}

	private static byte[] logins(String id, boolean visited, int batch) {
		return request("demo", "greeter", id, visits(visited), login(), batch);
	}

	private static ByteString login() {
		return typed("demo/LoginEvent", "{\"userName\":\"Ada\"}");
	}

	private static ByteString visits(boolean visited) {
		ByteString value = message(1, "io.statefun.types/int", 2, 1L, 3,
				ByteString.copyFrom(new byte[] { 13, 1, 0, 0, 0 }));
		return message(2, visited ? message(1, "visits", 2, value) : message(1, "visits"));
	}

	private static ByteString typed(String type, String json) {
		return message(1, type, 2, 1L, 3, json);
	}

	private static byte[] request(String namespace, String type, String id, ByteString states, ByteString argument,
			int batch) {
		ByteString content = message(1, message(1, namespace, 2, type, 3, id)).concat(states);
		ByteString invocation = message(3, message(2, argument));
		for (int i = 0; i < batch; i++) {
			content = content.concat(invocation);
		}
		return message(100, content).toByteArray();
	}

	private static ByteString message(Object... fields) {
		UnknownFieldSet.Builder builder = UnknownFieldSet.newBuilder();
		for (int i = 0; i < fields.length; i += 2) {
			Object value = fields[i + 1];
			Field.Builder field = Field.newBuilder();
			if (value instanceof Long number) {
				field.addVarint(number);
			}
			else {
				field.addLengthDelimited(
						(value instanceof ByteString bytes) ? bytes : ByteString.copyFromUtf8((String) value));
			}
			builder.mergeField((Integer) fields[i], field.build());
		}
		return builder.build().toByteString();
	}

	private HttpResponse<byte[]> post(byte[] body, int status) throws Exception {
		HttpResponse<byte[]> response = client
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.statefunPort + "/statefun"))
				.header("Content-Type", "application/octet-stream")
				.POST(BodyPublishers.ofByteArray(body))
				.build(), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(status);
		return response;
	}

	/** The values of all series of functions, by name and tags. */
	private Map<String, Double> scrape() throws Exception {
		String text = client
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/prometheus")).build(),
					BodyHandlers.ofString())
			.body();
		Map<String, Double> series = new TreeMap<>();
		text.lines().filter((line) -> line.startsWith("statefun_")).forEach((line) -> {
			int space = line.lastIndexOf(' ');
			series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
		});
		return series;
	}

	private static double value(Map<String, Double> series, String name, String... tags) {
		return series.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
			.filter((entry) -> Stream.of(tags).allMatch(entry.getKey()::contains))
			.mapToDouble(Map.Entry::getValue)
			.reduce((one, other) -> {
				throw new AssertionError("Several series of " + name);
			})
			.orElseThrow(() -> new AssertionError("No series " + name + " in " + series.keySet()));
	}

}
