package dev.statefun.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.http.RequestMeters;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.netty.WorkerMeters;
import dev.statefun.observation.internal.ServedTypes;
import org.example.StackFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Auto-configuration configures only: no request passes through a class of it.
 */
@ParameterizedClass
@EnumSource
class RequestPathTests {

	private static final String AUTO_CONFIGURATION = "dev.statefun.autoconfigure.";

	private static final String PATH = "/statefun/0123456789abcdef";

	private final EndpointServer server;

	RequestPathTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenRequestsAreHandledThenNoClassOfTheAutoConfigurationIsOnTheStack() throws Exception {
		StackFunctions stacks;
		try (ConfigurableApplicationContext context = this.server.run(StackFunctions.Application.class,
				"statefun.secret=0123456789abcdef", "statefun.observations.enabled=true",
				"statefun.errors.rules[0].functions=demo/failing", "statefun.errors.rules[0].retry.max-retries=1",
				"statefun.errors.rules[0].retry.delay=1ms", "statefun.errors.rules[0].action=dead-letter",
				"statefun.errors.dead-letter.egress=demo/letters")) {
			stacks = context.getBean(StackFunctions.class);
			stacks.clear();
			result(post(context, PATH, GatedFunctions.quick("hi")));
			result(post(context, PATH, GatedFunctions.async("hi")));
			result(post(context, PATH, GatedFunctions.request("demo/failing", "hi")));
			assertRefused(post(context, PATH, GatedFunctions.request("demo/none", "hi")), 500);
			assertRefused(post(context, PATH, new byte[] { 1 }), 400);
		}
		Map<String, List<String>> callers = stacks.callers();
		assertThat(callers.keySet()).contains("function", "asynchronous function", "its other thread",
				"failing function", "batch interceptor", "interceptor", "error handler", "failure listener of Retry",
				"failure listener of SendDeadLetter", "meter statefun.requests", "meter statefun.invocations",
				"meter statefun.failures", "start of statefun.request", "stop of statefun.request",
				"start of statefun.invocation", "start of http.server.requests", "stop of http.server.requests");
		callers.forEach((place, classes) -> assertThat(classes).as(place)
			.noneMatch((name) -> name.startsWith(AUTO_CONFIGURATION)));
	}

	/** The stack does not show what has returned already, such as a predicate. */
	@Test
	void whenAnObjectHandlesRequestsThenItUsesNoClassOfTheAutoConfiguration() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(StackFunctions.Application.class,
				"statefun.secret=0123456789abcdef", "statefun.observations.enabled=true")) {
			ConfigurableListableBeanFactory beans = context.getBeanFactory();
			List<Object> roots = Arrays.stream(beans.getSingletonNames())
				.map(beans::getSingleton)
				.filter((bean) -> !bean.getClass().getName().startsWith(AUTO_CONFIGURATION))
				// The server uses its configuration when it starts, and the meters watch
				// the server
				.filter((bean) -> !(bean instanceof StatefunServer) && !(bean instanceof WorkerMeters))
				.toList();
			assertThat(Reachable.classNames(roots))
				.contains(RequestReplyEndpoint.class.getName(), ErrorHandling.class.getName(),
						RequestMeters.class.getName(), ServedTypes.class.getName())
				.noneMatch((name) -> name.startsWith(AUTO_CONFIGURATION));
		}
	}

}
