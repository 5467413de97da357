package dev.statefun.autoconfigure;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.statefun.http.AdmissionControl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.post;
import static dev.statefun.autoconfigure.EngineClient.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an application that goes down, or takes no traffic for another reason.
 */
@ParameterizedClass
@EnumSource
class EndpointShutdownTests {

	private final EndpointServer server;

	EndpointShutdownTests(EndpointServer server) {
		this.server = server;
	}

	@Test
	void whenTheApplicationIsNotReadyThenRequestsAreToGoElsewhereUntilItIs() throws Exception {
		try (ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class)) {
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			HttpResponse<byte[]> response = post(context, "/statefun", GatedFunctions.quick("hi"));
			assertRefused(response, 503);
			assertThat(response.headers().allValues("connection")).containsExactly("close");
			assertThat(context.getBean(GatedFunctions.class).calls).hasValue(0);
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			result(post(context, "/statefun", GatedFunctions.quick("hi")));
		}
	}

	@Test
	void whenTheApplicationGoesDownThenRequestsInProgressAreAnsweredAndOthersAreToGoElsewhere() throws Exception {
		ConfigurableApplicationContext context = this.server.run(GatedFunctions.Application.class);
		GatedFunctions functions = context.getBean(GatedFunctions.class);
		AdmissionControl control = context.getBean(AdmissionControl.class);
		try (RawConnection blocked = new RawConnection(context);
				RawConnection async = new RawConnection(context);
				RawConnection idle = new RawConnection(context)) {
			idle.send(GatedFunctions.quick("hi"));
			assertThat(idle.receive()).startsWith("HTTP/1.1 200 ");
			blocked.send(GatedFunctions.blocking("hi"));
			async.send(GatedFunctions.async("hi"));
			functions.arrived.acquire(3);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
			Awaitility.await().until(control::isClosed);
			assertSentElsewhere(idle);
			assertThat(closed).isNotDone();
			functions.open();
			assertThat(blocked.receive()).startsWith("HTTP/1.1 200 ");
			assertThat(async.receive()).startsWith("HTTP/1.1 200 ");
			closed.get(20, TimeUnit.SECONDS);
			assertThat(functions.calls).hasValue(3);
		}
		finally {
			functions.open();
			context.close();
		}
	}

	/**
	 * By an answer without a body, or since nobody listens. Both make the engine retry.
	 */
	private static void assertSentElsewhere(RawConnection connection) {
		String answer;
		try {
			connection.send(GatedFunctions.quick("hi"));
			answer = connection.receive();
		}
		catch (IOException ex) {
			return;
		}
		assertThat(answer).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n").containsIgnoringCase("connection: close");
	}

}
