package dev.statefun.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.observation.internal.InvocationStatistics;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InvocationMetricsTests {

	private static final Address SELF = Address.of("demo/slow", "ada");

	private static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final InvocationMetrics metrics = new InvocationMetrics(this.meters);

	private Consumer<Context> work = (context) -> {
	};

	private InvocationInterceptor interceptor = (function, context, message, next) -> next.proceed();

	private @Nullable TypedValue stored;

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final RequestReplyHandler handler = RequestReplyHandler
		.builder(new FunctionRegistry(List.of(new FunctionDefinition(SELF.type(), (context, message) -> {
			this.clock.add(Duration.ofMillis(30));
			if (message.is(Integer.class)) {
				this.work.accept(context);
				throw new IllegalStateException();
			}
			this.work.accept(context);
			return CompletableFuture.completedFuture(null);
		}, List.of(COUNT), Set.of("io.statefun.types/string", "io.statefun.types/int"), "test"))))
		.types(this.types)
		.interceptors(List
			.of((function, context, message, next) -> this.interceptor.intercept(function, context, message, next)))
		.recorder(this.metrics)
		.build();

	@Test
	void whenInvocationsSucceedThenTheyAreTimedByFunctionAndType() {
		handle("a", "b", 5L, "c");
		assertThat(timer("io.statefun.types/string", "success").count()).isEqualTo(3);
		assertThat(timer("io.statefun.types/string", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(90);
		assertThat(timer("other", "success").count()).isEqualTo(1);
		assertThat(this.meters.find("statefun.invocations").meters()).hasSize(2);
	}

	@Test
	void whenAnInvocationFailsThenItIsTimedAsFailure() {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle("a", 1, "b"));
		assertThat(timer("io.statefun.types/string", "success").count()).isEqualTo(1);
		assertThat(timer("io.statefun.types/int", "failure").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
		assertThat(timer("io.statefun.types/int", "failure").getId().getTag("exception"))
			.isEqualTo("IllegalStateException");
	}

	@Test
	void whenARequestIsHandledThenItsBatchIsCounted() {
		handle("a", "b", "c");
		handle("d");
		DistributionSummary batches = this.meters.get("statefun.batch.size").tag("function", "demo/slow").summary();
		assertThat(batches.count()).isEqualTo(2);
		assertThat(batches.totalAmount()).isEqualTo(4);
	}

	@Test
	void whenMessagesAreSentThenTheyAreCountedByKindAndTarget() {
		this.work = (context) -> {
			context.send("demo/other", "ada", "text");
			context.send("demo/other", "bob", 5L);
			context.forward(Address.of("demo/third", "ada"));
			context.sendAfter(Duration.ofMinutes(1), "demo/other", "ada", "later", "token");
			context.cancelDelayed("token");
			context.send(EgressMessage.of("demo/out", "text"));
			context.send(KafkaEgressMessage.forEgress("demo/out").withTopic("topic").withUtf8Value("value"));
		};
		handle("a", "b");
		assertThat(sent("function", "demo/other")).isEqualTo(4);
		assertThat(sent("function", "demo/third")).isEqualTo(2);
		assertThat(sent("delayed", "demo/other")).isEqualTo(2);
		assertThat(sent("cancellation", "none")).isEqualTo(2);
		assertThat(sent("egress", "demo/out")).isEqualTo(4);
	}

	@Test
	void whenAnInvocationIsMadeUpForThenWhatItSentIsNotCounted() {
		this.interceptor = (function, context, message, next) -> next.proceed()
			.exceptionally((ex) -> null)
			.thenRun(() -> context.send("demo/letters", "dead", "text"));
		this.work = (context) -> context.send("demo/other", "ada", "text");
		handle("a", 1, "b");
		assertThat(sent("function", "demo/other")).isEqualTo(2);
		assertThat(sent("function", "demo/letters")).isEqualTo(3);
	}

	@Test
	void whenARequestFailsThenNothingOfItWasSentOrWritten() {
		this.work = (context) -> {
			context.send("demo/other", "ada", "text");
			context.storage().value(COUNT).set(1);
		};
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle("a", 1));
		assertThat(this.meters.find("statefun.messages.sent").meters()).isEmpty();
		assertThat(this.meters.get("statefun.state.written").counter().count()).isZero();
		assertThat(this.meters.get("statefun.batch.size").summary().count()).isEqualTo(1);
	}

	@Test
	void whenStatesAreReadAndWrittenThenTheirBytesAreCounted() {
		this.work = (context) -> context.storage().value(COUNT).set(7);
		this.stored = TypedValue.of(Types.integerType(), 3);
		handle("a", "b");
		handle("c");
		assertThat(this.meters.get("statefun.state.read").tag("state", "count").counter().count()).isEqualTo(10);
		assertThat(this.meters.get("statefun.state.written").tag("state", "count").counter().count()).isEqualTo(10);
	}

	@Test
	void whenAStateIsRemovedThenNoByteIsWritten() {
		this.work = (context) -> context.storage().value(COUNT).remove();
		handle("a");
		assertThat(this.meters.get("statefun.state.written").counter().count()).isZero();
	}

	@Test
	void whenTargetsAreMadeUpThenTheirTagIsBounded() {
		for (int i = 0; i < 500; i++) {
			int number = i;
			this.work = (context) -> {
				for (int j = 0; j < 40; j++) {
					context.send("demo/made-up-" + number + "-" + j, "ada", "text");
					context.send(EgressMessage.of("demo/made-up-" + number + "-" + j, "text"));
				}
			};
			handle("a");
		}
		assertThat(this.meters.find("statefun.messages.sent").meters()).hasSizeLessThan(210);
		assertThat(this.meters.find("statefun.messages.sent").counters().stream().mapToDouble(Counter::count).sum())
			.isEqualTo(500 * 80);
	}

	@Test
	void whenRequestsWereHandledThenThereAreStatistics() {
		InvocationStatistics none = this.metrics.statistics(SELF.type());
		assertThat(none).isEqualTo(new InvocationStatistics(0, 0, null));
		handle("a", "b");
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle(1));
		assertThat(this.metrics.statistics(SELF.type()))
			.isEqualTo(new InvocationStatistics(2, 1, Instant.ofEpochMilli(this.clock.wallTime())));
	}

	private double sent(String kind, String target) {
		return this.meters.get("statefun.messages.sent")
			.tags("function", "demo/slow", "kind", kind, "target", target)
			.counter()
			.count();
	}

	private void handle(Object... messages) {
		Answers.of(this.handler,
				new InvocationBatch(ProtocolVersion.V3, SELF, List.of(new PersistedValue("count", this.stored)),
						List.of(messages)
							.stream()
							.map((message) -> new Invocation(null, this.types.serialize(message)))
							.toList()));
	}

	private FunctionTimer timer(String messageType, String outcome) {
		return this.meters.get("statefun.invocations")
			.tags("function", "demo/slow", "message.type", messageType, "outcome", outcome)
			.functionTimer();
	}

}
