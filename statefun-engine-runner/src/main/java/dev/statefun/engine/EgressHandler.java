package dev.statefun.engine;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import dev.statefun.engine.KeptRecords.KeptRecord;
import dev.statefun.engine.LoopbackServer.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /<topic>}: takes the oldest record of a topic, waiting for one for some
 * seconds ({@code ?wait=} says how many). {@code GET /} lists the topics.
 */
final class EgressHandler implements LoopbackServer.Handler {

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

	private static final double MAX_WAIT_SECONDS = 60;

	private final KeptRecords records;

	EgressHandler(KeptRecords records) {
		this.records = records;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
		if (!exchange.getRequestMethod().equals("GET")) {
			throw new Refusal(405, "The egress takes GET /<topic>", Map.of("Allow", "GET"));
		}
		String topic = String.join("/", LoopbackServer.segments(exchange));
		if (topic.isEmpty()) {
			list(exchange);
			return;
		}
		Duration wait = wait(exchange.getRequestURI().getRawQuery());
		KeptRecord keptRecord = this.records.take(topic, wait);
		if (keptRecord == null) {
			throw new Refusal(404, "No record of topic " + topic + " within " + wait.toMillis() / 1000.0 + " s");
		}
		try {
			send(exchange, keptRecord);
		}
		catch (IOException ex) {
			this.records.putBack(topic, keptRecord);
			throw ex;
		}
	}

	private void list(HttpExchange exchange) throws IOException {
		String topics = this.records.sizes()
			.entrySet()
			.stream()
			.map((topic) -> topic.getKey() + " " + topic.getValue() + "\n")
			.collect(Collectors.joining());
		LoopbackServer.respond(exchange, 200, "text/plain;charset=UTF-8", topics.getBytes(StandardCharsets.UTF_8));
	}

	private static void send(HttpExchange exchange, KeptRecord keptRecord) throws IOException {
		exchange.getResponseHeaders().set("Statefun-Egress", encode(keptRecord.egress()).replace("%2F", "/"));
		if (!keptRecord.key().isEmpty()) {
			exchange.getResponseHeaders().set("Statefun-Record-Key", encode(keptRecord.key()));
		}
		LoopbackServer.respond(exchange, 200,
				keptRecord.value().isValidUtf8() ? "text/plain;charset=UTF-8" : "application/octet-stream",
				keptRecord.value().toByteArray());
	}

	/**
	 * Percent-encodes what a header cannot carry.
	 */
	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static Duration wait(@Nullable String query) throws Refusal {
		if (query == null || !query.startsWith("wait=")) {
			return DEFAULT_WAIT;
		}
		try {
			double seconds = Double.parseDouble(query.substring("wait=".length()));
			return Duration.ofMillis((long) (Math.max(0, Math.min(seconds, MAX_WAIT_SECONDS)) * 1000));
		}
		catch (NumberFormatException ex) {
			throw new Refusal(400, "wait is not a number of seconds: " + query);
		}
	}

}
