package dev.statefun.autoconfigure.server;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.observation.StatefunObservationAutoConfiguration;
import dev.statefun.autoconfigure.security.StatefunSecretAutoConfiguration;
import dev.statefun.docs.Measuring;
import dev.statefun.http.netty.HttpMeters;
import dev.statefun.http.netty.HttpObservationContext;
import dev.statefun.http.netty.HttpObservations;
import dev.statefun.http.netty.HttpRecorder;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.netty.WorkerMeters;
import dev.statefun.testing.WireClient;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link HttpRecorders}, and of the beans that record.
 */
class HttpRecordersTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(StatefunServerAutoConfiguration.class, StatefunSecretAutoConfiguration.class,
						StatefunAutoConfiguration.class, StatefunObservationAutoConfiguration.class))
		.withUserConfiguration(ServedFunction.class)
		.withPropertyValues("statefun.server.port=0");

	private final ApplicationContextRunner metered = this.bare.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	@Test
	void whenOnlyMetersObserveThenRequestsAreTimedWithTheCommonKeyValues() {
		this.metered
			.withPropertyValues("statefun.secret=0123456789abcdef", "management.observations.key-values.region=eu",
					"management.observations.http.server.requests.name=engine.requests")
			.run((context) -> {
				assertThat(context).getBean(HttpRecorder.class).isInstanceOf(HttpMeters.class);
				serve(context, "/statefun/0123456789abcdef");
				Timer timer = context.getBean(MeterRegistry.class).get("engine.requests").timer();
				assertThat(timer.getId().getTags()).extracting((tag) -> tag.getKey())
					.containsExactly("error", "exception", "method", "outcome", "region", "status", "uri");
				assertThat(timer.getId().getTag("region")).isEqualTo("eu");
			});
	}

	@Test
	void whenSomethingElseObservesThenItSeesRequestsAndTheTimerIsTheSame() {
		BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();
		this.metered
			.withPropertyValues("statefun.secret=0123456789abcdef", "management.observations.key-values.region=eu",
					"statefun.observations.enabled=true")
			.withBean(ObservationHandler.class, () -> new Handler(stopped))
			.run((context) -> {
				assertThat(context).getBean(HttpRecorder.class).isInstanceOf(HttpObservations.class);
				serve(context, "/statefun/0123456789abcdef");
				Observation.Context function = next(stopped, "statefun.request");
				Observation.Context http = next(stopped, "http.server.requests");
				assertThat(function.getParentObservation()).isNotNull();
				assertThat(function.getParentObservation().getContextView()).isSameAs(http);
				assertThat(http.getHighCardinalityKeyValues())
					.containsExactly(KeyValue.of("http.url", "/statefun/******"));
				Timer timer = context.getBean(MeterRegistry.class).get("http.server.requests").timer();
				Map<String, String> tags = timer.getId()
					.getTags()
					.stream()
					.collect(toMap((tag) -> tag.getKey(), (tag) -> tag.getValue()));
				assertThat(tags).containsOnly(entry("error", "none"), entry("exception", "none"),
						entry("method", "POST"), entry("outcome", "SUCCESS"), entry("region", "eu"),
						entry("status", "200"), entry("uri", "/statefun/{secret}"));
			});
	}

	@Test
	void whenTheApplicationHasAConventionThenTheTimerFollowsIt() {
		this.metered.withBean(Measuring.ShopHttpConvention.class).run((context) -> {
			assertThat(context).getBean(HttpRecorder.class).isInstanceOf(HttpObservations.class);
			serve(context, "/statefun");
			assertThat(context.getBean(MeterRegistry.class).get("http.server.requests").timer().getId().getTag("shop"))
				.isEqualTo("berlin");
		});
	}

	@Test
	void whenSomethingDecidesAboutEachObservationThenRequestsAreObserved() {
		assertObserved(this.metered.withBean(ObservationFilter.class, () -> (context) -> context));
		assertObserved(this.metered.withBean(ObservationPredicate.class, () -> (name, context) -> true));
		assertObserved(this.metered.withBean(GlobalConvention.class));
		assertObserved(this.metered.withBean(ObservationRegistryCustomizer.class, () -> (registry) -> {
		}));
	}

	@Test
	void whenObservationsOfTheNameAreDisabledThenRequestsAreNotTimed() {
		this.metered.withPropertyValues("management.observations.enable.http.server=false").run((context) -> {
			serve(context, "/statefun");
			assertThat(context.getBean(MeterRegistry.class).find("http.server.requests").timer()).isNull();
			assertThat(context.getBean(MeterRegistry.class).find("statefun.requests").timer()).isNotNull();
		});
	}

	@Test
	void whenThereIsNoObservationRegistryThenRequestsAreTimed() {
		this.bare.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			serve(context, "/statefun");
			assertThat(context.getBean(MeterRegistry.class).find("http.server.requests").timer()).isNotNull();
		});
	}

	@Test
	void whenThereIsNothingToRecordWithThenNothingIsRecorded() {
		this.bare.run((context) -> assertThat(context).getBean(HttpRecorder.class).isSameAs(HttpRecorder.NONE));
		this.bare.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).getBean(HttpRecorder.class).isSameAs(HttpRecorder.NONE);
			serve(context, "/statefun");
		});
	}

	@Test
	void whenTheApplicationHasARecorderThenItRecords() {
		BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
		this.metered.withBean(HttpRecorder.class, () -> (request) -> statuses::add).run((context) -> {
			serve(context, "/statefun");
			assertThat(statuses.poll(20, TimeUnit.SECONDS)).isEqualTo(200);
			assertThat(context.getBean(MeterRegistry.class).find("http.server.requests").timer()).isNull();
		});
	}

	@Test
	void whenWorkersAreAPoolThenTheyAreMeasured() {
		this.metered.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("statefun.workers.active").gauge().value()).isZero();
			assertThat(registry.get("statefun.workers.queued").gauge().value()).isZero();
		});
		this.metered.withPropertyValues("spring.main.lazy-initialization=true")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("statefun.workers.active").gauge())
				.isNotNull());
	}

	@Test
	void whenTheApplicationHasWorkerMetersThenOursBackOff() {
		this.metered
			.withBean("ownMeters", WorkerMeters.class, () -> new WorkerMeters(new SimpleMeterRegistry(), ownServer()))
			.run((context) -> assertThat(context).hasSingleBean(WorkerMeters.class)
				.doesNotHaveBean("statefunWorkerMeters"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenWorkersAreVirtualThenTheyAreNotMeasured() {
		this.metered.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerMeters.class));
	}

	private static StatefunServer ownServer() {
		return StatefunServerAutoConfigurationTests.ownServer();
	}

	private static void assertObserved(ApplicationContextRunner runner) {
		runner.run((context) -> assertThat(context).getBean(HttpRecorder.class).isInstanceOf(HttpObservations.class));
	}

	/** The connection is closed once the answer is recorded. */
	private static void serve(ApplicationContext context, String path) throws Exception {
		try (WireClient client = WireClient.connect(context.getBean(StatefunServer.class).port())) {
			client.lines("POST " + path + " HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + ServedFunction.request("Ada").length, "connection: close", "");
			assertThat(client.bytes(ServedFunction.request("Ada")).answer().status()).isEqualTo(200);
			assertThat(client.isClosed()).isTrue();
		}
	}

	private static Observation.Context next(BlockingQueue<Observation.Context> stopped, String name)
			throws InterruptedException {
		Observation.Context context = stopped.poll(20, TimeUnit.SECONDS);
		while (context != null && !name.equals(context.getName())) {
			context = stopped.poll(20, TimeUnit.SECONDS);
		}
		assertThat(context).as(name).isNotNull();
		return context;
	}

	private record Handler(
			BlockingQueue<Observation.Context> stopped) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	static class GlobalConvention implements GlobalObservationConvention<HttpObservationContext> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof HttpObservationContext;
		}

	}

}
