package dev.statefun.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.error.ErrorAction;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Serializers that block while the time of their handler runs out.
 */
@Timeout(60)
class BlockingSerializerTests {

	private static final Address OTHER = Address.of("demo/other", "x");

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final Type<Slow> type = Types.of("demo/slow", Slow.class, (value) -> block(ByteString.EMPTY),
			(bytes) -> block(new Slow()));

	private final ValueSpec<Slow> state = ValueSpec.of("slow", this.type);

	private final TypeRegistry types = new TypeRegistry(List.of(this.type), List.of());

	private final ExecutorService workers = Executors.newCachedThreadPool();

	@AfterEach
	void end() throws InterruptedException {
		this.release.countDown();
		this.workers.shutdown();
		assertThat(this.workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "send", "send by name", "send after", "egress", "own egress", "record", "get", "or else",
			"set" })
	void whenASerializerBlocksThenTheDeadlineFiresAndOtherTimersAreInTime(String place) throws Exception {
		CompletableFuture<InvocationResult> answer = handler().handle(batch(place));
		this.blocked.await();
		CompletableFuture<?> other = Timer.system().after(Duration.ofMillis(200));
		assertThat(answer).succeedsWithin(Duration.ofSeconds(30))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(), List.of()));
		assertThat(other).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.release.getCount()).isOne();
	}

	private <T> T block(T result) {
		this.blocked.countDown();
		while (true) {
			try {
				this.release.await();
				return result;
			}
			catch (InterruptedException ex) {
				// As serializers do that cannot be stopped
			}
		}
	}

	private RequestReplyHandler handler() {
		ErrorHandling none = ErrorHandling.none();
		return RequestReplyHandler.builder(FunctionRegistry.of(FunctionDefinition.of("demo/blocking", new Blocking())))
			.types(this.types)
			.errors(new ErrorHandling(List.of((failed) -> ErrorAction.skip()), List.of(), none.retryBudget(), null,
					Duration.ofMillis(100), this.workers, none.clock(), none.timer()))
			.build();
	}

	private InvocationBatch batch(String place) {
		return new InvocationBatch(ProtocolVersion.V3, Address.of("demo/blocking", "ada"),
				List.of(new PersistedValue("slow", new TypedValue("demo/slow", ByteString.EMPTY))),
				List.of(new Invocation(null, this.types.serialize(place))));
	}

	/** A value that takes long to write and to read. */
	private record Slow() {

	}

	private final class Blocking implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			StateValue<Slow> slow = context.storage().value(BlockingSerializerTests.this.state);
			Slow value = new Slow();
			switch (message.as(String.class)) {
				case "send" -> context.send(OTHER, value);
				case "send by name" -> context.send("demo/other", "x", value);
				case "send after" -> context.sendAfter(Duration.ofSeconds(1), OTHER, value);
				case "egress" -> context.send(EgressMessage.of("demo/out", value));
				case "own egress" -> context.send(new OwnEgressMessage());
				case "record" ->
					context.send(KafkaEgressMessage.forEgress("demo/out").withTopic("topic").withValue(value));
				case "get" -> slow.get();
				case "or else" -> slow.orElse(value);
				default -> slow.set(value);
			}
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(BlockingSerializerTests.this.state);
		}

	}

	private final class OwnEgressMessage implements EgressMessage {

		@Override
		public String egress() {
			return "demo/out";
		}

		@Override
		public TypedValue value(TypeRegistry registry) {
			return block(new TypedValue("demo/slow", ByteString.EMPTY));
		}

	}

}
