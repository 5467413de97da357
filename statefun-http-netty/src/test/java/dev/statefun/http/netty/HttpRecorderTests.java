package dev.statefun.http.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointSecret;
import dev.statefun.testing.WireClient;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link HttpRecorder}s.
 */
class HttpRecorderTests {

	private static final EndpointPath PATH = new EndpointPath("/statefun", EndpointSecret.of("a-secret-of-the-engine"));

	private static final String TARGET = "/statefun/a-secret-of-the-engine";

	private final BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final AtomicReference<@Nullable NettyServer> server = new AtomicReference<>();

	HttpRecorderTests() {
		this.observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				HttpRecorderTests.this.stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@AfterEach
	void close() {
		NettyServer running = this.server.get();
		if (running != null) {
			running.close();
		}
	}

	@Test
	void whenRequestsAreTimedThenTheTimerHasTheCommonKeyValues() throws Exception {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		int port = start(new HttpMeters(registry, "http.requests", PATH.toString(), KeyValues.of("region", "eu")),
				Function.identity());
		post(port, "Ada");
		post(port, "Eve");
		Timer timer = registry.get("http.requests").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.getId().getTags().stream().collect(toMap((tag) -> tag.getKey(), (tag) -> tag.getValue())))
			.containsOnly(entry("error", "none"), entry("exception", "none"), entry("method", "POST"),
					entry("outcome", "SUCCESS"), entry("region", "eu"), entry("status", "200"),
					entry("uri", "/statefun/{secret}"));
	}

	@Test
	void whenACommonKeyValueHasTheKeyOfATagThenItReplacesTheTag() throws Exception {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		int port = start(
				new HttpMeters(registry, "http.requests", PATH.toString(), KeyValues.of("exception", "ignored")),
				Function.identity());
		post(port, "Ada");
		assertThat(registry.get("http.requests").timer().getId().getTag("exception")).isEqualTo("ignored");
	}

	@Test
	void whenAClientHangsUpBeforeItsRequestIsCompleteThenItIsTimedWithoutStatus() throws Exception {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		CompletableFuture<Boolean> abandoned = new CompletableFuture<>();
		HttpMeters meters = new HttpMeters(registry, "http.requests", PATH.toString(), KeyValues.empty());
		int port = start((request) -> {
			HttpRecorder.Recording recording = meters.begin(request);
			return new HttpRecorder.Recording() {

				@Override
				public void answered(int status) {
					recording.answered(status);
				}

				@Override
				public void abandoned() {
					recording.abandoned();
					abandoned.complete(true);
				}

			};
		}, Function.identity());
		hangUp(port);
		abandoned.get(20, TimeUnit.SECONDS);
		Timer timer = registry.get("http.requests").timer();
		assertThat(timer.count()).isEqualTo(1);
		assertThat(timer.getId().getTag("status")).isEqualTo("UNKNOWN");
		assertThat(timer.getId().getTag("outcome")).isEqualTo("UNKNOWN");
	}

	@Test
	void whenRequestsAreObservedThenTheKeysAreThoseOfTheTimer() throws Exception {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		int port = start(new HttpMeters(registry, "http.requests", PATH.toString(), KeyValues.empty()),
				Function.identity());
		post(port, "Ada");
		close();
		port = start(observations(null), Function.identity());
		post(port, "Ada");
		Observation.Context context = next();
		assertThat(context.getName()).isEqualTo("http.server.requests");
		assertThat(context.getContextualName()).isEqualTo("http post /statefun/{secret}");
		Map<String, String> tags = registry.get("http.requests")
			.timer()
			.getId()
			.getTags()
			.stream()
			.collect(toMap((tag) -> tag.getKey(), (tag) -> tag.getValue()));
		// Micrometer adds this one to the timer of an observation
		tags.remove("error");
		assertThat(context.getLowCardinalityKeyValues().stream().collect(toMap(KeyValue::getKey, KeyValue::getValue)))
			.isEqualTo(tags);
		assertThat(context.getHighCardinalityKeyValues()).containsExactly(KeyValue.of("http.url", TARGET));
	}

	@Test
	void whenARequestIsRefusedThenItIsObservedToo() throws Exception {
		int port = start(observations(null), Function.identity());
		try (WireClient client = WireClient.connect(port)) {
			client.lines("BREW /elsewhere?cup=1 HTTP/1.1", "").answer();
		}
		Observation.Context context = next();
		assertThat(context.getLowCardinalityKeyValues()).contains(KeyValue.of("method", "UNKNOWN"),
				KeyValue.of("uri", "NOT_FOUND"), KeyValue.of("status", "404"), KeyValue.of("outcome", "CLIENT_ERROR"));
		assertThat(context.getHighCardinalityKeyValues()).containsExactly(KeyValue.of("http.url", "/elsewhere"));
	}

	@Test
	void whenARequestIsHandledThenItsObservationIsTheCurrentOneMeanwhile() throws Exception {
		BlockingQueue<Observation.Context> current = new LinkedBlockingQueue<>();
		int port = start(observations(null), (request) -> {
			Observation observation = this.observations.getCurrentObservation();
			assertThat(observation).isNotNull();
			current.add((Observation.Context) observation.getContext());
			return request;
		});
		post(port, "Ada");
		post(port, "Eve");
		Observation.Context first = next();
		Observation.Context second = next();
		assertThat(current).containsExactly(first, second);
		assertThat(second.getParentObservation()).isNull();
	}

	@Test
	void whenARequestCarriesATraceThenTheContextReadsItsHeaders() throws Exception {
		int port = start(observations(null), Function.identity());
		try (WireClient client = WireClient.connect(port)) {
			client
				.lines("POST " + TARGET + " HTTP/1.1", "traceparent: 00-1-2-01",
						"content-type: application/octet-stream", "content-length: 0", "")
				.answer();
		}
		HttpObservationContext context = (HttpObservationContext) next();
		assertThat(context.getGetter().get(context.request(), "traceparent")).isEqualTo("00-1-2-01");
	}

	@Test
	void whenAClientHangsUpBeforeItsRequestIsCompleteThenTheObservationStops() throws Exception {
		int port = start(observations(null), Function.identity());
		hangUp(port);
		assertThat(next().getLowCardinalityKeyValues()).contains(KeyValue.of("status", "UNKNOWN"),
				KeyValue.of("outcome", "UNKNOWN"));
	}

	@Test
	void whenThereIsAConventionThenItReplacesTheDefault() throws Exception {
		int port = start(observations(new DefaultHttpObservationConvention("engine.requests") {

			@Override
			public KeyValues getLowCardinalityKeyValues(HttpObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and("agent",
						context.request().headers().get("user-agent", "none"));
			}

		}), Function.identity());
		post(port, "Ada");
		Observation.Context context = next();
		assertThat(context.getName()).isEqualTo("engine.requests");
		assertThat(context.getLowCardinalityKeyValues()).contains(KeyValue.of("agent", "none"),
				KeyValue.of("status", "200"));
	}

	private HttpObservations observations(@Nullable HttpObservationConvention convention) {
		return new HttpObservations(this.observations, PATH.toString(), convention,
				new DefaultHttpObservationConvention());
	}

	private Observation.Context next() throws InterruptedException {
		Observation.Context context = this.stopped.poll(20, TimeUnit.SECONDS);
		assertThat(context).isNotNull();
		return context;
	}

	private int start(HttpRecorder recorder, Function<String, String> answers) {
		HttpSettings settings = new HttpSettings(TextEndpoint.blocking(answers), PATH, recorder, 8192,
				Duration.ofMinutes(1), Duration.ofMinutes(1));
		NettyServer started = new NettyServer(settings, 100, ServerThreads.workers(10), true, List.of());
		this.server.set(started);
		return started.listen(null, 0, null);
	}

	/** The connection is closed once the answer is recorded. */
	private static void post(int port, String text) throws IOException {
		String body = TextEndpoint.request(text);
		try (WireClient client = WireClient.connect(port)) {
			client.lines("POST " + TARGET + " HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + body.length(), "connection: close", "");
			assertThat(TextEndpoint.text(client.text(body).answer())).isEqualTo(text);
			assertThat(client.isClosed()).isTrue();
		}
	}

	private static void hangUp(int port) throws IOException {
		WireClient client = WireClient.connect(port);
		client.lines("POST " + TARGET + " HTTP/1.1", "content-type: application/octet-stream", "content-length: 3",
				"expect: 100-continue", "");
		assertThat(client.answer().status()).isEqualTo(100);
		client.reset();
	}

}
