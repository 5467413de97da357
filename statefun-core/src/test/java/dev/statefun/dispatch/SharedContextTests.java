package dev.statefun.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only one thread at a time may use a context. It is noticed when threads do not keep to
 * that.
 */
class SharedContextTests {

	private static final Address SELF = Address.of("demo/shared", "ada");

	private static final int MESSAGES = 500;

	@Test
	void whenTwoThreadsUseAContextAtOnceThenARequestFails() {
		RequestReplyHandler handler = handler(true);
		Throwable failure = null;
		while (failure == null) {
			failure = handler.handle(batch()).handle((result, ex) -> ex).join();
		}
		assertThat(failure).hasStackTraceContaining("demo/shared failed for id 'ada'");
	}

	@Test
	void whenOneThreadAfterTheOtherUsesAContextThenAllIsSent() {
		Completed result = (Completed) handler(false).handle(batch()).join();
		assertThat(result.outgoing()).hasSize(2 * MESSAGES);
	}

	private static RequestReplyHandler handler(boolean atOnce) {
		return RequestReplyHandler.of(FunctionDefinition.ofAsync("demo/shared", (context, message) -> {
			if (!atOnce) {
				return CompletableFuture.runAsync(() -> send(context)).thenRunAsync(() -> send(context));
			}
			CyclicBarrier barrier = new CyclicBarrier(2);
			return CompletableFuture.allOf(sending(context, barrier), sending(context, barrier));
		}));
	}

	private static CompletableFuture<Void> sending(Context context, CyclicBarrier barrier) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				barrier.await();
				send(context);
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		thread.start();
		return done;
	}

	private static void send(Context context) {
		for (int i = 0; i < MESSAGES; i++) {
			context.send("demo/other", "one", "a text of some length");
		}
	}

	private static InvocationBatch batch() {
		return new InvocationBatch(ProtocolVersion.V3, SELF, List.of(),
				List.of(new Invocation(null, TypedValue.of(Types.stringType(), "go"))));
	}

}
