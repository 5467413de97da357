package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Workers that handlers keep although their time is up.
 */
@Timeout(60)
class WorkersTests {

	private static final Address OTHER = Address.of("demo/other", "x");

	private static final Duration LIMIT = Duration.ofSeconds(5);

	/** More than passes while a test waits for threads. */
	private static final Duration LONG = Duration.ofDays(3650);

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final ManualTime time = new ManualTime();

	private final ThreadPoolExecutor workers = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>());

	/** Handlers that are stuck. */
	private final BlockingQueue<String> stuck = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private volatile InvocationErrorHandler errorHandler = (failed) -> ErrorAction.skip();

	private final RequestReplyHandler handler = RequestReplyHandler
		.builder(FunctionRegistry.of(FunctionDefinition.of("demo/timed", this::handle).withTimeout(LIMIT),
				FunctionDefinition.of("demo/untimed", this::handle)))
		.types(this.types)
		.errors(new ErrorHandling(List.of((failed) -> this.errorHandler.handle(failed)), List.of(), LONG.plus(LONG),
				null, null, this.workers, this.time, this.time))
		.build();

	@AfterEach
	void end() throws InterruptedException {
		this.release.countDown();
		this.workers.shutdown();
		assertThat(this.workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void whenHandlersKeepAllWorkersThenTheirDeadlinesFireAndTheirMessagesAreDecidedAbout() throws Exception {
		List<CompletableFuture<InvocationResult>> kept = keepAll("stubborn");
		this.time.advance(LIMIT);
		assertThat(kept).hasSize(2).allSatisfy((request) -> assertThat(Answers.of(request)).isEqualTo(answer()));
		assertThat(this.release.getCount()).isOne();
	}

	@Test
	void whenHandlersObeyTheInterruptThenTheRequestsThatWaitAreHandled() throws Exception {
		List<CompletableFuture<InvocationResult>> kept = keepAll("interruptible");
		CompletableFuture<InvocationResult> waiting = request("demo/timed", "c", "quick");
		this.time.advance(LIMIT);
		assertThat(kept).hasSize(2).allSatisfy((request) -> assertThat(Answers.of(request)).isEqualTo(answer()));
		assertThat(Answers.of(waiting)).isEqualTo(answer("quick"));
		this.time.advance(Workers.GRACE);
		assertThat(this.handler.overdueHandlers()).isZero();
	}

	@Test
	void whenHandlersKeepAllWorkersThenRequestsFailUntilOneReturns() throws Exception {
		keepAll("stubborn");
		CompletableFuture<InvocationResult> waiting = request("demo/timed", "c", "quick");
		overdue();
		assertThat(this.handler.isOutOfWorkers()).isTrue();
		assertExhausted(waiting);
		assertExhausted(request("demo/timed", "d", "quick"));
		assertThat(Answers.of(request("demo/untimed", "e", "quick"))).isEqualTo(answer("quick"));
		this.release.countDown();
		while (this.handler.overdueHandlers() > 0) {
			Thread.onSpinWait();
		}
		assertThat(this.handler.isOutOfWorkers()).isFalse();
		assertThat(Answers.of(request("demo/timed", "f", "quick"))).isEqualTo(answer("quick"));
	}

	/** The message is not lost, since no rule is asked. */
	@Test
	void whenHandlersKeepAllWorkersThenTheNextMessageFailsItsRequest() throws Exception {
		CompletableFuture<InvocationResult> request = request("demo/timed", "a", "stubborn", "quick");
		this.stuck.take();
		CompletableFuture<InvocationResult> other = request("demo/timed", "b", "stubborn", "quick", "quick");
		this.stuck.take();
		overdue();
		assertExhausted(request);
		assertExhausted(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "demo/timed", "demo/untimed" })
	void whenHandlersKeepAllWorkersThenRetriesStillFire(String function) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.errorHandler = (failed) -> {
			asked.countDown();
			return ErrorAction.retry(RetryPolicy.builder().delay(LONG).build()).then(ErrorAction.skip());
		};
		CompletableFuture<InvocationResult> retried = request(function, "c", "failing");
		asked.await();
		while (this.time.pending() == 0) {
			Thread.onSpinWait();
		}
		this.errorHandler = (failed) -> ErrorAction.skip();
		keepAll("stubborn");
		overdue();
		assertThat(retried).isNotDone();
		this.time.advance(LONG);
		if (function.equals("demo/timed")) {
			assertExhausted(retried);
		}
		else {
			assertThat(Answers.of(retried)).isEqualTo(answer());
		}
	}

	/** Have handlers keep both workers. */
	private List<CompletableFuture<InvocationResult>> keepAll(String message) throws InterruptedException {
		List<CompletableFuture<InvocationResult>> kept = List.of(request("demo/timed", "x", message),
				request("demo/timed", "y", message));
		this.stuck.take();
		this.stuck.take();
		return kept;
	}

	/** Let the time of the handlers run out, and that in which they could obey. */
	private void overdue() {
		this.time.advance(LIMIT);
		while (this.handler.overdueHandlers() < 2) {
			this.time.advance(Workers.GRACE);
		}
	}

	private void assertExhausted(CompletableFuture<InvocationResult> answer) {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> Answers.of(answer))
			.withMessageContainingAll("2 handlers", "statefun.errors.max-threads")
			.withCauseInstanceOf(RejectedExecutionException.class);
	}

	private CompletableFuture<InvocationResult> request(String function, String id, String... messages) {
		List<Invocation> invocations = new ArrayList<>();
		for (String message : messages) {
			invocations.add(new Invocation(null, this.types.serialize(message)));
		}
		return this.handler
			.handle(new InvocationBatch(ProtocolVersion.V3, Address.of(function, id), List.of(), invocations));
	}

	private InvocationResult answer(String... messages) {
		List<InvocationResult.Outgoing> sent = new ArrayList<>();
		for (String message : messages) {
			sent.add(new Send(OTHER, this.types.serialize(message)));
		}
		return Completed.of(ProtocolVersion.V3, List.of(), sent);
	}

	private void handle(Context context, Message message) throws InterruptedException {
		context.send(OTHER, message);
		switch (message.as(String.class)) {
			case "stubborn" -> {
				this.stuck.add("stubborn");
				awaitUninterruptibly();
			}
			case "interruptible" -> {
				this.stuck.add("interruptible");
				this.release.await();
			}
			case "failing" -> throw new IllegalStateException("failing");
			default -> {
			}
		}
	}

	private void awaitUninterruptibly() {
		while (true) {
			try {
				this.release.await();
				return;
			}
			catch (InterruptedException ex) {
				// As handlers do that cannot be stopped
			}
		}
	}

}
