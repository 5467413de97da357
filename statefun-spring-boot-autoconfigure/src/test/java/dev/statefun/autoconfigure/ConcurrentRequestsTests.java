package dev.statefun.autoconfigure;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests for different instances at the same time.
 */
@ParameterizedClass
@EnumSource
class ConcurrentRequestsTests {

	private static final int REQUESTS = 1000;

	private static final int MESSAGES = 3;

	private final EndpointServer server;

	ConcurrentRequestsTests(EndpointServer server) {
		this.server = server;
	}

	/** The level outlives the application that set it. */
	@AfterAll
	static void logAgain() {
		LoggingSystem.get(ConcurrentRequestsTests.class.getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "demo/blocking", "demo/async" })
	void whenRequestsOverlapThenTheyShareNoStateMessageOrCaller(String function) throws Exception {
		ExecutorService engine = Executors.newFixedThreadPool(32);
		try (ConfigurableApplicationContext context = this.server.run(Application.class,
				"logging.level.dev.statefun=off")) {
			List<Future<HttpResponse<byte[]>>> responses = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				byte[] request = request(function, i);
				responses.add(engine.submit(() -> EngineClient.post(context, "/statefun", request)));
			}
			for (int i = 0; i < REQUESTS; i++) {
				if (fails(i)) {
					EngineClient.assertRefused(responses.get(i).get(), 500);
				}
				else {
					assertAnswer(responses.get(i).get(), i);
				}
			}
		}
		finally {
			engine.shutdownNow();
		}
	}

	/** Every tenth one midway. */
	private static boolean fails(int number) {
		return number % 10 == 7;
	}

	private static byte[] request(String function, int number) {
		EngineRequest.Value[] messages = new EngineRequest.Value[MESSAGES];
		for (int i = 0; i < MESSAGES; i++) {
			messages[i] = string((fails(number) && i == 1) ? "fail" : "message " + i);
		}
		return EngineRequest.v3Batch(function, "id-" + number, "caller-" + number, "total",
				new EngineRequest.Value(Types.integerType().typeName(), Types.integerType().serialize(10 * number)),
				messages);
	}

	private static void assertAnswer(HttpResponse<byte[]> response, int number) throws Exception {
		UnknownFieldSet result = EngineClient.result(response);
		ByteString total = EngineClient.nested(EngineClient.nested(result, 1), 3)
			.getField(3)
			.getLengthDelimitedList()
			.get(0);
		assertThat(Types.integerType().deserialize(total)).isEqualTo(10 * number + MESSAGES);
		List<ByteString> sent = result.getField(2).getLengthDelimitedList();
		assertThat(sent).hasSize(MESSAGES);
		for (int i = 0; i < MESSAGES; i++) {
			UnknownFieldSet message = UnknownFieldSet.parseFrom(sent.get(i));
			assertThat(EngineClient.text(EngineClient.nested(message, 1), 3)).isEqualTo("caller-" + number);
			assertThat(EngineClient.text(EngineClient.nested(EngineClient.nested(message, 2), 3), 1))
				.isEqualTo("id-%d message %d %d", number, i, 10 * number + i + 1);
		}
	}

	private static EngineRequest.Value string(String text) {
		return new EngineRequest.Value(Types.stringType().typeName(), Types.stringType().serialize(text));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Functions.class)
	static class Application {

	}

	static class Functions {

		private final CyclicBarrier overlap = new CyclicBarrier(2);

		@StatefunFunction("demo/blocking")
		void blocking(String text, Context context, @Caller Address caller, @State("total") StateValue<Integer> total)
				throws Exception {
			int present = total.orElse(-1);
			overlap();
			answer(text, context, caller, total, present);
		}

		@StatefunFunction("demo/async")
		CompletionStage<?> async(String text, Context context, @Caller Address caller,
				@State("total") StateValue<Integer> total) {
			int present = total.orElse(-1);
			return CompletableFuture.runAsync(() -> answer(text, context, caller, total, present),
					CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
		}

		private void answer(String text, Context context, Address caller, StateValue<Integer> total, int present) {
			if (text.equals("fail")) {
				throw new IllegalStateException("midway");
			}
			total.set(present + 1);
			context.send(caller, "%s %s %d".formatted(context.self().id(), text, present + 1));
		}

		/** Meet another invocation, if there is one. */
		private void overlap() throws InterruptedException {
			try {
				this.overlap.await(20, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException | BrokenBarrierException ex) {
				this.overlap.reset();
			}
		}

	}

}
