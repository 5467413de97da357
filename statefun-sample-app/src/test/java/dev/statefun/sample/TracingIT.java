package dev.statefun.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.statefun.embedded.EmbeddedEngine;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The spans of the sample, driven by the real engine.
 */
class TracingIT {

	private static final AttributeKey<String> MESSAGE_TYPE = AttributeKey.stringKey("message.type");

	@ParameterizedTest
	@ValueSource(strings = { "--statefun.server.port=", "--statefun.server.port=0" })
	void whenAUserLogsInThenTheTraceGoesFromTheRequestToTheFunctionsThatAreCalledNext(String argument)
			throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.from(SampleApplication::main)
			.with(Exporting.class)
			.run("--server.port=0", "--statefun.embedded-engine.ingress-port=0",
					"--statefun.embedded-engine.egress-port=0", "--demo.session-timeout=1s",
					"--management.tracing.sampling.probability=1", "--statefun.observations.propagate=true", argument)
			.getApplicationContext()) {
			InMemorySpanExporter spans = context.getBean(InMemorySpanExporter.class);
			SampleClient.login(context.getBean(EmbeddedEngine.class).ingressUri());
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> hasSpan(spans.getFinishedSpanItems(), "demo/SessionEnded"));
			List<SpanData> finished = spans.getFinishedSpanItems();
			SpanData login = invocation(finished, "demo/LoginEvent");
			SpanData batch = parent(finished, login);
			assertThat(login.getName()).isEqualTo("invoke demo/greeter");
			assertThat(batch.getName()).isEqualTo("batch demo/greeter");
			assertThat(batch.getTraceId()).isEqualTo(login.getTraceId());
			if (argument.isEmpty()) {
				assertThat(parent(finished, batch).getName()).isEqualTo("http post /statefun");
			}
			SpanData activity = invocation(finished, "demo/Activity");
			assertThat(activity.getName()).isEqualTo("invoke demo/session");
			assertThat(activity.getParentSpanId()).isEqualTo(login.getSpanId());
			SpanData check = invocation(finished, "demo/IdleCheck");
			assertThat(check.getParentSpanId()).isEqualTo(activity.getSpanId());
			SpanData ended = invocation(finished, "demo/SessionEnded");
			assertThat(ended.getParentSpanId()).isEqualTo(check.getSpanId());
			assertThat(List.of(activity, check, ended)).extracting(SpanData::getTraceId)
				.containsOnly(login.getTraceId());
			assertThat(login.getAttributes().get(AttributeKey.stringKey("statefun.id"))).isEqualTo("ada");
		}
	}

	@Test
	void whenAControllerAsksThenTheFunctionContinuesTheTraceOfItsRequest() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.from(SampleApplication::main)
			.with(Exporting.class)
			.run("--server.port=0", "--statefun.embedded-engine.ingress-port=0",
					"--statefun.embedded-engine.egress-port=0", "--management.tracing.sampling.probability=1")
			.getApplicationContext()) {
			URI application = URI
				.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
			assertThat(SampleClient.greet(application, "Ada")).isEqualTo("Hello Ada, visit 1");
			InMemorySpanExporter spans = context.getBean(InMemorySpanExporter.class);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> spans.getFinishedSpanItems()
					.stream()
					.anyMatch((span) -> span.getName().equals("http put /greet/{user}")));
			List<SpanData> finished = spans.getFinishedSpanItems();
			SpanData ask = parent(finished, invocation(finished, "demo/LoginEvent"));
			assertThat(ask.getName()).isEqualTo("ask demo/greeter");
			assertThat(parent(finished, ask).getName()).isEqualTo("http put /greet/{user}");
		}
	}

	private static boolean hasSpan(List<SpanData> spans, String messageType) {
		return spans.stream().anyMatch((span) -> messageType.equals(span.getAttributes().get(MESSAGE_TYPE)));
	}

	private static SpanData invocation(List<SpanData> spans, String messageType) {
		return spans.stream()
			.filter((span) -> messageType.equals(span.getAttributes().get(MESSAGE_TYPE)))
			.findFirst()
			.orElseThrow();
	}

	private static SpanData parent(List<SpanData> spans, SpanData child) {
		return spans.stream()
			.filter((span) -> span.getSpanId().equals(child.getParentSpanId()))
			.findFirst()
			.orElseThrow();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Exporting {

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		@Bean
		InMemorySpanExporter spans() {
			return this.exporter;
		}

		/** At once, and not some seconds later. */
		@Bean
		SpanProcessor spanProcessor() {
			return SimpleSpanProcessor.create(this.exporter);
		}

	}

}
