package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.dispatch.internal.BusyInstanceException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RequestGuardTests {

	private static final Address OTHER = Address.of("demo/other", "x");

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final AtomicInteger invocations = new AtomicInteger();

	private final List<CompletableFuture<Void>> pending = new ArrayList<>();

	@Test
	void whenTheSameRequestComesAgainThenItGetsTheAnswerOfTheFirst() {
		RequestReplyHandler handler = handler(pending());
		CompletableFuture<InvocationResult> first = handler.handle(batch("ada", "a"));
		CompletableFuture<InvocationResult> second = handler.handle(batch("ada", "a"));
		CompletableFuture<InvocationResult> third = handler.handle(batch("ada", "a"));
		assertThat(second).isNotDone();
		// Its transport may have written it, and so given back its memory, at once
		first.thenAccept(InvocationResult::release);
		this.pending.get(0).complete(null);
		assertThat(first).isDone();
		assertThat(second).isCompletedWithValue(sent("a"));
		second.join().release();
		assertThat(third).isCompletedWithValue(sent("a"));
		assertThat(this.invocations).hasValue(1);
	}

	@Test
	void whenTheFirstFailsThenSoDoesWhatWaitsForIt() {
		RequestReplyHandler handler = handler(pending());
		CompletableFuture<InvocationResult> first = handler.handle(batch("ada", "a"));
		CompletableFuture<InvocationResult> second = handler.handle(batch("ada", "a"));
		this.pending.get(0).completeExceptionally(new IllegalStateException("broken"));
		for (CompletableFuture<InvocationResult> answer : List.of(first, second)) {
			assertThat(answer).isCompletedExceptionally();
			assertThat(failure(answer)).isInstanceOf(RequestFailedException.class);
		}
	}

	@Test
	void whenAnotherRequestComesForTheInstanceThenItIsRefused() {
		RequestReplyHandler handler = handler(pending());
		CompletableFuture<InvocationResult> first = handler.handle(batch("ada", "a"));
		assertThat(failure(handler.handle(batch("ada", "b")))).isInstanceOf(BusyInstanceException.class)
			.hasMessageContainingAll("demo/function", "'ada'");
		assertThat(handler.handle(batch("bob", "b"))).isNotDone();
		assertThat(this.invocations).hasValue(2);
		this.pending.get(0).complete(null);
		assertThat(first).isCompleted();
		CompletableFuture<InvocationResult> again = handler.handle(batch("ada", "b"));
		this.pending.get(2).complete(null);
		assertThat(again).isCompletedWithValue(sent("b"));
	}

	@Test
	void whenARequestHasEndedThenTheSameOneIsHandledAnew() {
		RequestReplyHandler handler = handler((context, message) -> {
			this.invocations.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		});
		for (int i = 0; i < 3; i++) {
			assertThat(handler.handle(batch("ada", "a"))).isCompleted();
		}
		assertThat(this.invocations).hasValue(3);
	}

	@Test
	void whenAnInterceptorReturnsAStageThatIsNoFutureThenTheInstanceIsFree() {
		RequestReplyHandler handler = handler(pending(),
				(batch, next) -> CompletableFuture.<InvocationResult>failedStage(new IllegalStateException("broken")));
		for (int i = 0; i < 2; i++) {
			assertThat(failure(handler.handle(batch("ada", "a" + i)))).hasRootCauseMessage("broken");
		}
	}

	@Test
	void whenARequestFailsThenTheInstanceIsFree() {
		RequestReplyHandler handler = handler((context, message) -> {
			if (this.invocations.incrementAndGet() == 1) {
				throw new IllegalStateException("the first time");
			}
			return CompletableFuture.completedFuture(null);
		});
		assertThat(handler.handle(batch("ada", "a"))).isCompletedExceptionally();
		assertThat(handler.handle(batch("ada", "b"))).isCompleted();
	}

	@Test
	void whenARequestIsGivenUpThenTheInstanceIsFreeAndItsOtherMessagesAreLeftAlone() {
		RequestReplyHandler handler = handler(pending());
		CompletableFuture<InvocationResult> first = handler.handle(batch("ada", "a", "never"));
		CompletableFuture<InvocationResult> same = handler.handle(batch("ada", "a", "never"));
		first.completeExceptionally(new IllegalStateException("too late"));
		assertThat(same).isCompletedExceptionally();
		CompletableFuture<InvocationResult> second = handler.handle(batch("ada", "b"));
		this.pending.get(0).complete(null);
		assertThat(second).isNotDone();
		assertThat(this.invocations).hasValue(2);
		this.pending.get(1).complete(null);
		assertThat(second).isCompletedWithValue(sent("b"));
	}

	@Test
	void whenARequestIsGivenUpThenItsOtherMessagesAreLeftAloneWhateverInterceptorsMakeOfIt() {
		RequestReplyHandler handler = handler(pending(), (batch, next) -> next.proceed().thenApply((answer) -> answer));
		CompletableFuture<InvocationResult> first = handler.handle(batch("ada", "a", "never"));
		first.completeExceptionally(new IllegalStateException("too late"));
		this.pending.get(0).complete(null);
		assertThat(this.invocations).hasValue(1);
	}

	@Test
	void whenAHandlerBlocksThenTheSameRequestOnAnotherThreadWaitsWithoutOne() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		RequestReplyHandler handler = handler((context, message) -> {
			this.invocations.incrementAndGet();
			entered.countDown();
			release.await();
			context.send(OTHER, message);
			return CompletableFuture.completedFuture(null);
		});
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			CompletableFuture<InvocationResult> first = CompletableFuture
				.supplyAsync(() -> handler.handle(batch("ada", "a")).join(), thread);
			entered.await();
			CompletableFuture<InvocationResult> second = handler.handle(batch("ada", "a"));
			assertThat(second).isNotDone();
			release.countDown();
			assertThat(first.join()).isEqualTo(sent("a"));
			assertThat(second.join()).isEqualTo(sent("a"));
			assertThat(this.invocations).hasValue(1);
		}
		finally {
			release.countDown();
			thread.shutdown();
			assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	/** However they meet, each is answered, and no two of an instance at a time. */
	@Test
	void whenManyThreadsSendTheSameRequestsThenNoneIsHandledTwiceAtATime() throws Exception {
		Map<String, AtomicInteger> atWork = Map.of("AaAa", new AtomicInteger(), "BBBB", new AtomicInteger());
		AtomicInteger most = new AtomicInteger();
		RequestReplyHandler handler = handler((context, message) -> {
			AtomicInteger present = Objects.requireNonNull(atWork.get(context.self().id()));
			most.accumulateAndGet(present.incrementAndGet(), Math::max);
			Thread.yield();
			context.send(OTHER, message);
			present.decrementAndGet();
			return CompletableFuture.completedFuture(null);
		});
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<CompletableFuture<?>> done = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				int thread = i;
				done.add(CompletableFuture.runAsync(() -> {
					for (int n = 0; n < 2000; n++) {
						String id = ((thread + n / 10) % 2 == 0) ? "AaAa" : "BBBB";
						assertThat(handler.handle(batch(id, "a")).join()).isEqualTo(sent("a"));
					}
				}, threads));
			}
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
			assertThat(most).hasValue(1);
		}
		finally {
			threads.shutdown();
			assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void whenInstancesHaveTheSameHashCodeThenTheyDoNotSeeEachOther() {
		RequestReplyHandler handler = handler(pending());
		List<String> ids = List.of("AaAa", "BBBB", "AaBB");
		assertThat(ids).extracting(String::hashCode).containsOnly("AaAa".hashCode());
		List<CompletableFuture<InvocationResult>> first = ids.stream()
			.map((id) -> handler.handle(batch(id, id)))
			.toList();
		List<CompletableFuture<InvocationResult>> again = ids.stream()
			.map((id) -> handler.handle(batch(id, id)))
			.toList();
		assertThat(this.invocations).hasValue(3);
		for (int i : List.of(1, 2, 0)) {
			assertThat(failure(handler.handle(batch(ids.get(i), "other")))).isInstanceOf(BusyInstanceException.class);
			this.pending.get(i).complete(null);
			assertThat(first.get(i)).isCompletedWithValue(sent(ids.get(i)));
			assertThat(again.get(i)).isCompletedWithValue(sent(ids.get(i)));
			assertThat(handler.handle(batch(ids.get(i), "other"))).isNotDone();
		}
	}

	private static Throwable failure(CompletableFuture<?> answer) {
		return answer.handle((value, ex) -> ex).join();
	}

	private AsyncStatefulFunction pending() {
		return (context, message) -> {
			this.invocations.incrementAndGet();
			CompletableFuture<Void> stage = new CompletableFuture<>();
			this.pending.add(stage);
			return stage.thenRun(() -> context.send(OTHER, message));
		};
	}

	private RequestReplyHandler handler(AsyncStatefulFunction function, BatchInterceptor... interceptors) {
		return RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/function", function))))
			.types(this.types)
			.batchInterceptors(List.of(interceptors))
			.build();
	}

	private InvocationBatch batch(String id, String... texts) {
		List<Invocation> messages = new ArrayList<>();
		for (String text : texts) {
			messages.add(new Invocation(null, this.types.serialize(text)));
		}
		return new InvocationBatch(ProtocolVersion.V3, Address.of("demo/function", id), List.of(), messages);
	}

	private InvocationResult sent(String text) {
		return Completed.of(ProtocolVersion.V3, List.of(), List.of(new Send(OTHER, this.types.serialize(text))));
	}

}
