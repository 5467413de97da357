package dev.statefun.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.client.AskFailedException;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.StatefunClient;
import dev.statefun.error.PermanentFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the client does on the embedded engine.
 */
class EmbeddedClientIT {

	private static final Log logger = LogFactory.getLog(EmbeddedClientIT.class);

	private static final int IDS = 1_000;

	/** The poisoned asks are as many as one in this number. */
	private static final int ONE_IN = 100;

	@ParameterizedTest
	@CsvSource({ "--statefun.path=/functions, async", "--statefun.server.port=0, okhttp",
			"--statefun.secret=secret-for-the-path-of-functions, async" })
	void whenAFunctionIsAskedThenTheAnswerComesWithoutConfiguration(String argument, String transport)
			throws Throwable {
		try (ConfigurableApplicationContext context = run(argument, "--statefun.embedded-engine.transport=" + transport,
				"--statefun.embedded-engine.checkpoint-interval=1h")) {
			StatefunClient client = context.getBean(StatefunClient.class);
			assertThat(join(client.to("demo/counter", "a/b|ü %").ask(2, Integer.class))).isEqualTo(2);
			assertThat(join(client.to("demo/counter", "a/b|ü %").withIdempotencyKey("k").ask(3, Integer.class)))
				.isEqualTo(5);
			assertThat(join(client.to("demo/counter", "a/b|ü %").withIdempotencyKey("k").ask(3, Integer.class)))
				.isEqualTo(5);
			assertThatExceptionOfType(AskRefusedException.class).isThrownBy(
					() -> join(client.to("demo/counter", "a/b|ü %").withIdempotencyKey("k").ask(4, Integer.class)));
			assertThatExceptionOfType(AskRefusedException.class)
				.isThrownBy(() -> join(client.to("demo/nobody", "x").ask(4, Integer.class)));
			assertThatExceptionOfType(AskFailedException.class)
				.isThrownBy(() -> join(client.to("demo/counter", "a/b|ü %").ask(-1, Integer.class)))
				.withMessageContaining("negative");
			join(client.to("demo/counter", "a/b|ü %").send(1));
			join(client.to("demo/counter", "a/b|ü %").sendAfter(Duration.ofMillis(10), 1));
			awaitSum(client, "a/b|ü %", 7);
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> join(client.to("demo/nobody", "x").send(4)))
				.withMessageContaining("There is no function demo/nobody");
		}
	}

	private static void awaitSum(StatefunClient client, String id, int sum) throws Throwable {
		int present;
		do {
			present = join(client.to("demo/counter", id).ask(0, Integer.class));
		}
		while (present != sum);
	}

	@Test
	void whenATaskFailsInTheMiddleOfAsksThenEachHasItsAnswer() throws Throwable {
		failInTheMiddle(2);
	}

	@Test
	@Tag("full")
	@Timeout(600)
	void whenATaskFailsInTheMiddleOfManyAsksThenEachHasItsAnswer() throws Throwable {
		failInTheMiddle(20);
	}

	private static void failInTheMiddle(int rounds) throws Throwable {
		try (ConfigurableApplicationContext context = run("--statefun.client.wait-for-checkpoint=true",
				"--statefun.client.timeout=2m", "--statefun.embedded-engine.checkpoint-interval=500ms")) {
			StatefunClient client = context.getBean(StatefunClient.class);
			Counter counter = context.getBean(Counter.class);
			List<CompletableFuture<Integer>> replies = askAll(client, rounds, () -> counter.crash.set(true));
			List<Object> first = outcomes(replies);
			assertThat(counter.crash).isFalse();
			for (int id = 0; id < IDS; id++) {
				int[] sums = new int[rounds];
				int good = 0;
				for (int round = 0; round < rounds; round++) {
					Object outcome = first.get(round * IDS + id);
					if (isPoison(round, id)) {
						assertThat(outcome).asString().contains("demo/counter/" + id, "negative");
					}
					else {
						assertThat(outcome).isInstanceOf(Integer.class);
						sums[good++] = (Integer) outcome;
					}
				}
				// Asks of one instance come in any order, and each adds one
				int[] sorted = Arrays.copyOf(sums, good);
				Arrays.sort(sorted);
				for (int i = 0; i < good; i++) {
					assertThat(sorted[i]).as("answers of " + id).isEqualTo(i + 1);
				}
			}
			assertThat(outcomes(askAll(client, rounds, () -> {
			}))).isEqualTo(first);
			List<CompletableFuture<Integer>> sums = IntStream.range(0, IDS)
				.mapToObj((id) -> client.to("demo/counter", "" + id).ask(0, Integer.class))
				.toList();
			for (int id = 0; id < IDS; id++) {
				int poison = id;
				long expected = IntStream.range(0, rounds).filter((round) -> !isPoison(round, poison)).count();
				assertThat(join(sums.get(id))).as("sum of " + id).isEqualTo((int) expected);
			}
		}
	}

	private static List<CompletableFuture<Integer>> askAll(StatefunClient client, int rounds, Runnable inTheMiddle)
			throws InterruptedException {
		long start = System.nanoTime();
		Semaphore room = new Semaphore(5_000);
		List<CompletableFuture<Integer>> replies = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			for (int id = 0; id < IDS; id++) {
				room.acquire();
				CompletableFuture<Integer> reply = client.to("demo/counter", "" + id)
					.withIdempotencyKey("round " + round)
					.ask(isPoison(round, id) ? -1 : 1, Integer.class);
				reply.whenComplete((sum, ex) -> room.release());
				replies.add(reply);
			}
			if (round == rounds / 2) {
				inTheMiddle.run();
			}
		}
		CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new)).exceptionally((ex) -> null).join();
		logger.info(replies.size() + " asks took " + (System.nanoTime() - start) / 1_000_000 + " ms");
		return replies;
	}

	private static boolean isPoison(int round, int id) {
		return (round * IDS + id) % ONE_IN == round;
	}

	/** The replies, or the texts of failures. */
	private static List<Object> outcomes(List<CompletableFuture<Integer>> replies) {
		List<Object> outcomes = new ArrayList<>();
		for (CompletableFuture<Integer> reply : replies) {
			try {
				outcomes.add(reply.join());
			}
			catch (CompletionException ex) {
				outcomes.add(String.valueOf(ex.getCause()));
			}
		}
		return outcomes;
	}

	/**
	 * The interval is far longer than an ask takes. The log has the figures for the
	 * documentation, which are measured on a machine at rest.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "1s", "1h" })
	void whenTheEngineIsAtRestThenAnAskDoesNotWaitForACheckpoint(String interval) throws Throwable {
		try (ConfigurableApplicationContext context = run(
				"--statefun.embedded-engine.checkpoint-interval=" + interval)) {
			StatefunClient client = context.getBean(StatefunClient.class);
			long[] nanos = new long[1_000];
			for (int i = -nanos.length; i < nanos.length; i++) {
				long start = System.nanoTime();
				join(client.to("demo/counter", "" + i).ask(1, Integer.class));
				nanos[Math.max(0, i)] = System.nanoTime() - start;
			}
			Arrays.sort(nanos);
			double median = nanos[nanos.length / 2] / 1e6;
			logger.info("An ask takes %.1f ms in the median, and %.1f ms in the 99th percentile (checkpoints every %s)"
				.formatted(median, nanos[nanos.length * 99 / 100] / 1e6, interval));
			assertThat(median).isLessThan(200);
		}
	}

	private static <T> T join(CompletableFuture<T> future) throws Throwable {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw ex.getCause();
		}
	}

	private static ConfigurableApplicationContext run(String... args) {
		return FreePorts.run(CounterApplication.class,
				Stream.concat(Stream.of("--spring.main.web-application-type=servlet"), Stream.of(args))
					.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class CounterApplication {

	}

	@StatefunFunction("demo/counter")
	static class Counter {

		private final AtomicBoolean crash = new AtomicBoolean();

		@StatefunHandler
		int add(int number, Context context, @State("sum") StateValue<Integer> sum) {
			if (number < 0) {
				throw new NegativeNumberException();
			}
			if (this.crash.compareAndSet(true, false)) {
				// The engine fails the task, since there is no such function
				context.send("demo/nobody", "x", "crash");
			}
			return sum.update(0, (present) -> present + number);
		}

	}

	static class NegativeNumberException extends RuntimeException implements PermanentFailure {

		NegativeNumberException() {
			super("The number is negative");
		}

	}

}
