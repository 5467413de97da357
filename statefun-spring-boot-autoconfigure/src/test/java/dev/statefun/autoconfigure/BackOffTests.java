package dev.statefun.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.observation.StatefunObservationAutoConfiguration;
import dev.statefun.autoconfigure.security.StatefunSecretAutoConfiguration;
import dev.statefun.autoconfigure.web.netty.StatefunReactorNettyAutoConfiguration;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;
import dev.statefun.autoconfigure.web.tomcat.StatefunTomcatAutoConfiguration;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointSecret;
import dev.statefun.http.RequestRecorder;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.internal.SecretObservationFilter;
import dev.statefun.http.servlet.InvocationBatchHttpMessageConverter;
import dev.statefun.http.servlet.InvocationResultHttpMessageConverter;
import dev.statefun.http.servlet.StatefunController;
import dev.statefun.observation.ObservationSampling;
import dev.statefun.observation.internal.FailureMetrics;
import dev.statefun.observation.internal.HandlerMetrics;
import dev.statefun.observation.internal.LogCorrelation;
import dev.statefun.observation.internal.RequestObserver;
import dev.statefun.observation.internal.TracePropagation;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Beans of the auto-configurations that back off for those of an application.
 */
class BackOffTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunWebMvcAutoConfiguration.class,
				StatefunTomcatAutoConfiguration.class, StatefunSecretAutoConfiguration.class,
				StatefunObservationAutoConfiguration.class))
		.withPropertyValues("statefun.secret=0123456789abcdef", "statefun.observations.enabled=true",
				"statefun.observations.propagate=true")
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(Tracer.class, () -> Tracer.NOOP)
		.withBean(Propagator.class, () -> Propagator.NOOP);

	@ParameterizedTest
	@MethodSource("beans")
	<T> void whenTheApplicationHasABeanOfTheTypeThenOursBacksOff(Class<T> type, Supplier<T> own) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(type).doesNotHaveBean("own"));
		this.runner.withBean("own", type, own)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBeanNames(type)
				.as("beans of " + type)
				.containsExactly("own"));
	}

	static List<Arguments> beans() {
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		AdmissionControl control = new AdmissionControl(1, 1000);
		RequestReplyHandler handler = RequestReplyHandler.builder(new FunctionRegistry(List.of())).build();
		RequestReplyEndpoint endpoint = RequestReplyEndpoint.builder(() -> handler, protocol, control).build();
		EndpointPath path = new EndpointPath("/own", null);
		InvocationBatchHttpMessageConverter requests = new InvocationBatchHttpMessageConverter(protocol,
				DataSize.ofKilobytes(1));
		InvocationResultHttpMessageConverter responses = new InvocationResultHttpMessageConverter(protocol);
		MeterRegistry registry = new SimpleMeterRegistry();
		return List.of(replaced(TypeRegistry.class, () -> types), replaced(RequestReplyProtocol.class, () -> protocol),
				replaced(AdmissionControl.class, () -> control), replaced(RequestReplyEndpoint.class, () -> endpoint),
				replaced(RequestReplyHandler.class, () -> handler),
				replaced(FunctionRegistry.class, () -> new FunctionRegistry(List.of())),
				replaced(JsonTypeFactory.class, () -> new JsonTypeFactory(new JsonMapper())),
				replaced(ErrorHandling.class, ErrorHandling::none),
				replaced(InvocationRecorder.class, () -> (function, messageType, invocations, nanoseconds, failure) -> {
				}), replaced(RequestRecorder.class, () -> RequestRecorder.NONE),
				replaced(ObservationSampling.class, () -> () -> true),
				replaced(TracePropagation.class, () -> new TracePropagation(Tracer.NOOP, Propagator.NOOP)),
				replaced(FailureMetrics.class, () -> new FailureMetrics(registry, (type) -> true)),
				replaced(HandlerMetrics.class, () -> new HandlerMetrics(registry, RequestReplyHandler::of)),
				replaced(InvocationBatchHttpMessageConverter.class, () -> requests),
				replaced(InvocationResultHttpMessageConverter.class, () -> responses),
				replaced(StatefunController.class, () -> new StatefunController(endpoint, path, requests, responses)),
				replaced(SecretObservationFilter.class,
						() -> new SecretObservationFilter(EndpointSecret.of("0123456789abcdef"))),
				replaced(LogCorrelation.class, LogCorrelation::new),
				replaced(RequestObserver.class, () -> new RequestObserver(ObservationRegistry.create(), (type) -> true,
						null, null, null, null, null)));
	}

	private static <T> Arguments replaced(Class<T> type, Supplier<T> own) {
		return argumentSet(type.getSimpleName(), type, own);
	}

	@Test
	void whenTheApplicationHasABeanOfTheNameThenOursBacksOff() {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
		TomcatConnectorCustomizer connectors = (connector) -> {
		};
		SanitizingFunction sanitizing = (data) -> data;
		Object keepAlive = new Object();
		this.runner.withBean("statefunHandlerMapping", SimpleUrlHandlerMapping.class, () -> mapping)
			.withBean("statefunTomcatConnectorCustomizer", TomcatConnectorCustomizer.class, () -> connectors)
			.withBean("statefunKeepAliveCustomizer", Object.class, () -> keepAlive)
			.withBean("statefunSecretSanitizingFunction", SanitizingFunction.class, () -> sanitizing)
			.run((context) -> {
				assertThat(context).getBean("statefunHandlerMapping").isSameAs(mapping);
				assertThat(context).getBean("statefunTomcatConnectorCustomizer").isSameAs(connectors);
				assertThat(context).getBean("statefunKeepAliveCustomizer").isSameAs(keepAlive);
				assertThat(context).getBean("statefunSecretSanitizingFunction").isSameAs(sanitizing);
			});
	}

	@Test
	void whenAnApplicationWithReactorNettyHasABeanOfTheNameThenOursBacksOff() {
		NettyServerCustomizer own = (server) -> server;
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunReactorNettyAutoConfiguration.class))
			.withBean("statefunNettyServerCustomizer", NettyServerCustomizer.class, () -> own)
			.run((context) -> assertThat(context).getBean("statefunNettyServerCustomizer").isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTomcatIsToStayAsItIsThenNothingIsChanged(boolean enabled) {
		this.runner.withPropertyValues("statefun.tomcat.enabled=" + enabled)
			.run((context) -> assertThat(context.containsBean("statefunTomcatConnectorCustomizer")
					&& context.containsBean("statefunKeepAliveCustomizer"))
				.isEqualTo(enabled));
	}

}
