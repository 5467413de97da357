package dev.statefun.integration.features;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.google.protobuf.Timestamp;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.StateValue;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.io.KinesisEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Functions that do each thing that the protocol has, and tell {@code test/out} what came
 * of it: the name of the {@link Scenario}, and the outcome.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ FeatureApplication.ScenarioFunction.class, FeatureApplication.BatchFunction.class,
		FeatureApplication.ValuesFunction.class, FeatureApplication.LargeFunction.class,
		FeatureApplication.RemovedFunction.class, FeatureApplication.DelayedFunction.class,
		FeatureApplication.PingFunction.class, FeatureApplication.FailingFunction.class,
		FeatureApplication.CancelledFunction.class, FeatureApplication.AfterWriteFunction.class,
		FeatureApplication.AfterInvokeFunction.class, FeatureApplication.BatchSizes.class })
class FeatureApplication {

	static final int BATCH = 10_000;

	static final int LARGE = 1024 * 1024;

	static final int ROUNDS = 100;

	static final Duration DELAY = Duration.ofMillis(500);

	/** The functions and their states, as the module file of 2.x has them. */
	static Map<String, List<String>> legacyFunctions() {
		Map<String, List<String>> functions = new TreeMap<>();
		functions.put("it/scenarios", List.of());
		functions.put("it/batch", List.of("next"));
		functions.put("it/values",
				List.of("bool", "int", "long", "float", "double", "string", "json", "protobuf", "list"));
		functions.put("it/large", List.of("large"));
		functions.put("it/removed", List.of("value"));
		functions.put("it/delayed", List.of());
		functions.put("it/ping", List.of("rounds"));
		functions.put("it/failing", List.of("seen"));
		return functions;
	}

	static EgressMessage outcome(Scenario scenario, Object outcome) {
		return EgressMessage.of("test/out", scenario + ": " + outcome);
	}

	/**
	 * Where records of the ingress come in.
	 */
	@StatefunFunction("it/scenarios")
	static class ScenarioFunction {

		@StatefunHandler
		void begin(Long number, Context context) {
			Scenario scenario = Scenario.of(number);
			switch (scenario) {
				case LARGE_BATCH -> {
					for (long i = 0; i < BATCH; i++) {
						context.send("it/batch", "one", i);
					}
				}
				case VALUES -> context.send("it/values", "one", 0);
				case LARGE_STATE -> context.send("it/large", "one", 0);
				case REMOVED_STATE -> context.send("it/removed", "one", 0);
				case DELAYED -> context.send("it/delayed", "one", 0);
				case TWO_APPLICATIONS -> context.send("it/ping", "one", 0);
				case FAILS_ONCE -> context.send("it/failing", "one", 0);
				case KAFKA_RECORD -> context.send(KafkaEgressMessage.forEgress("test/out")
					.withTopic(scenario.name())
					.withUtf8Key("key")
					.withUtf8Value("value"));
				case KINESIS_RECORD -> context.send(KinesisEgressMessage.forEgress("test/out")
					.withStream(scenario.name())
					.withPartitionKey("key")
					.withUtf8Value("value"));
				case CANCELLED -> context.send("it/cancelled", "one", "send");
				case EXPIRED_AFTER_WRITE -> context.send("it/after-write", "one", "set");
				case EXPIRED_AFTER_INVOKE -> context.send("it/after-invoke", "one", 0);
			}
		}

	}

	/**
	 * Sees whether messages come in order, and lets them wait for each other at first.
	 */
	@StatefunFunction("it/batch")
	static class BatchFunction {

		@StatefunHandler
		CompletionStage<?> take(Long number, Context context, @State("next") StateValue<Long> next) {
			long expected = next.orElse(0L);
			if (number != expected) {
				throw new IllegalStateException("Out of order: " + number + " instead of " + expected);
			}
			next.set(number + 1);
			if (number == BATCH - 1) {
				context.send(outcome(Scenario.LARGE_BATCH, number + 1 + " in order"));
			}
			return (number == 0) ? CompletableFuture.runAsync(() -> {
			}, CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS)) : CompletableFuture.completedFuture(null);
		}

	}

	/**
	 * Keeps the size of the largest batch.
	 */
	static class BatchSizes implements BatchInterceptor {

		private final AtomicInteger largest = new AtomicInteger();

		@Override
		public CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next) {
			this.largest.accumulateAndGet(batch.invocations().size(), Math::max);
			return next.proceed();
		}

		int largest() {
			return this.largest.get();
		}

	}

	/**
	 * Keeps a value of each kind, then the least of each, and reads both.
	 */
	@StatefunFunction("it/values")
	static class ValuesFunction {

		@StatefunHandler
		void step(Integer step, Context context, @State("bool") StateValue<Boolean> flag,
				@State("int") StateValue<Integer> number, @State("long") StateValue<Long> large,
				@State("float") StateValue<Float> small, @State("double") StateValue<Double> precise,
				@State("string") StateValue<String> text, @State("json") StateValue<Point> json,
				@State("protobuf") StateValue<Timestamp> protobuf,
				@State(value = "list", typeName = "it/list") StateValue<List<Point>> list) {
			String values = "%s %s %s %s %s '%s' %s %s %s".formatted(flag.get().orElse(null), number.get().orElse(null),
					large.get().orElse(null), small.get().orElse(null), precise.get().orElse(null),
					text.get().orElse(null), json.get().orElse(null),
					protobuf.get().map(Timestamp::getSeconds).orElse(null), list.get().orElse(null));
			context.send(outcome(Scenario.VALUES, step + " " + values));
			boolean most = step == 0;
			flag.set(most);
			number.set(most ? Integer.MIN_VALUE : 0);
			large.set(most ? Long.MAX_VALUE : 0);
			small.set(most ? 1.5f : 0);
			precise.set(most ? Math.PI : 0);
			text.set(most ? "Grüße 🙂" : "");
			json.set(most ? new Point(1, -2) : new Point(0, 0));
			protobuf.set(Timestamp.newBuilder().setSeconds(most ? 42 : 0).build());
			list.set(most ? List.of(new Point(3, 4)) : List.of());
			if (step < 2) {
				context.send(context.self(), step + 1);
			}
		}

	}

	@StatefunType("it/Point")
	record Point(int x, int y) {
	}

	/**
	 * Keeps a mebibyte, and looks whether it comes back as it was.
	 */
	@StatefunFunction("it/large")
	static class LargeFunction {

		@StatefunHandler
		void step(Integer step, Context context,
				@State(value = "large", typeName = "it/large") StateValue<byte[]> large) {
			byte[] bytes = new byte[LARGE];
			new Random(step).nextBytes(bytes);
			if (step > 0) {
				byte[] expected = new byte[LARGE];
				new Random(step - 1L).nextBytes(expected);
				context.send(
						outcome(Scenario.LARGE_STATE, step + " " + Arrays.equals(large.orElse(new byte[0]), expected)));
			}
			large.set(bytes);
			if (step < 3) {
				context.send(context.self(), step + 1);
			}
		}

	}

	/**
	 * Sets, removes and looks for a state.
	 */
	@StatefunFunction("it/removed")
	static class RemovedFunction {

		@StatefunHandler
		void step(Integer step, Context context, @State("value") StateValue<String> value) {
			context.send(outcome(Scenario.REMOVED_STATE, step + " " + value.get().orElse("absent")));
			switch (step) {
				case 0 -> value.set("present");
				case 1 -> value.remove();
				default -> {
				}
			}
			if (step < 2) {
				context.send(context.self(), step + 1);
			}
		}

	}

	/**
	 * Measures a delay.
	 */
	@StatefunFunction("it/delayed")
	static class DelayedFunction {

		private final AtomicLong sent = new AtomicLong();

		@StatefunHandler
		void step(Integer step, Context context) {
			if (step == 0) {
				this.sent.set(System.nanoTime());
				context.sendAfter(DELAY, context.self(), 1);
			}
			else {
				context.send(outcome(Scenario.DELAYED, (System.nanoTime() - this.sent.get()) / 1_000_000));
			}
		}

	}

	/**
	 * Sends to the {@link PartnerApplication} and waits for its reply, again and again.
	 */
	@StatefunFunction("it/ping")
	static class PingFunction {

		@StatefunHandler
		void ping(Integer answer, Context context, @Caller Optional<Address> caller,
				@State("rounds") StateValue<Integer> rounds) {
			int round = rounds.update(-1, (count) -> count + 1);
			if (round < ROUNDS) {
				context.send("far/pong", context.self().id(), round);
			}
			else {
				context.send(outcome(Scenario.TWO_APPLICATIONS, "%d rounds, the last one answered with %d by %s"
					.formatted(round, answer, caller.map(Address::toString).orElse("nobody"))));
			}
		}

	}

	/**
	 * Fails after it has done all it does, but only once.
	 */
	@StatefunFunction("it/failing")
	static class FailingFunction {

		private final AtomicInteger attempts = new AtomicInteger();

		@StatefunHandler
		void fail(Integer message, Context context, @State("seen") StateValue<Integer> seen) {
			int attempt = this.attempts.incrementAndGet();
			int count = seen.update(0, (value) -> value + 1);
			context.send(outcome(Scenario.FAILS_ONCE, "attempt %d, seen %d".formatted(attempt, count)));
			if (attempt == 1) {
				throw new IllegalStateException("As it should");
			}
		}

	}

	/**
	 * Sends two delayed messages and cancels the one that would come first.
	 */
	@StatefunFunction("it/cancelled")
	static class CancelledFunction {

		@StatefunHandler
		void step(String step, Context context, @State("arrived") StateValue<Boolean> arrived) {
			switch (step) {
				case "send" -> {
					context.sendAfter(DELAY.multipliedBy(10), context.self(), "arrive", "token");
					context.sendAfter(DELAY.multipliedBy(12), context.self(), "tell");
					context.send(context.self(), "cancel");
				}
				case "cancel" -> context.cancelDelayed("token");
				case "arrive" -> arrived.set(true);
				default -> context.send(outcome(Scenario.CANCELLED, arrived.orElse(false) ? "arrived" : "never came"));
			}
		}

	}

	/**
	 * Looks for states some time after they were written.
	 */
	@StatefunFunction("it/after-write")
	static class AfterWriteFunction {

		@StatefunHandler
		void step(String step, Context context,
				@State(value = "short", expireAfterWrite = "500ms") StateValue<String> shortLived,
				@State(value = "long", expireAfterWrite = "10m") StateValue<String> longLived) {
			if (step.equals("set")) {
				shortLived.set("there");
				longLived.set("there");
				context.sendAfter(DELAY.multipliedBy(3), context.self(), "look");
			}
			else {
				context.send(outcome(Scenario.EXPIRED_AFTER_WRITE,
						"short %s, long %s".formatted(shortLived.orElse("gone"), longLived.orElse("gone"))));
			}
		}

	}

	/**
	 * Looks at a state more often than it expires, and at last less often.
	 */
	@StatefunFunction("it/after-invoke")
	static class AfterInvokeFunction {

		private static final int LOOKS = 5;

		@StatefunHandler
		void step(Integer step, Context context,
				@State(value = "value", expireAfterInvoke = "4s") StateValue<String> value) {
			if (step == 0) {
				value.set("there");
			}
			else if (step >= LOOKS) {
				context.send(outcome(Scenario.EXPIRED_AFTER_INVOKE, step + " " + value.orElse("gone")));
			}
			if (step <= LOOKS) {
				context.sendAfter(Duration.ofMillis((step < LOOKS) ? 1000 : 5000), context.self(), step + 1);
			}
		}

	}

}
