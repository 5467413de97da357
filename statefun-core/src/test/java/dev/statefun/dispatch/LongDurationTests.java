package dev.statefun.dispatch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Expiration;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Durations that do not fit into a number of nanoseconds, milliseconds or seconds.
 */
class LongDurationTests {

	static Stream<Duration> durations() {
		return Stream.of(Duration.ofDays(110_000), Duration.ofMillis(Long.MAX_VALUE), ChronoUnit.FOREVER.getDuration());
	}

	@ParameterizedTest
	@MethodSource("durations")
	void whenATimeoutIsLongerThanALongThenTheFunctionHasAnyTime(Duration timeout) {
		FunctionDefinition function = FunctionDefinition.of("demo/long", (context, message) -> {
		}).withTimeout(timeout);
		assertThat(handle(function, ErrorHandling.none())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("durations")
	void whenARetryBudgetIsLongerThanALongThenMessagesAreTriedAgain(Duration budget) {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).timeout(budget).build();
		InvocationErrorHandler retrying = (failed) -> ErrorAction.retry(policy)
			.then((failed.attempts() == 3) ? ErrorAction.skip() : ErrorAction.fail());
		ErrorHandling none = ErrorHandling.none();
		assertThat(handle(FunctionDefinition.of("demo/long", (context, message) -> {
			throw new IllegalStateException();
		}), new ErrorHandling(List.of(retrying), List.of(), budget, null, null, ForkJoinPool.commonPool(), none.clock(),
				none.timer())))
			.isTrue();
	}

	@ParameterizedTest
	@MethodSource("durations")
	void whenADelayIsLongerThanALongThenTheTimerDoesNotEnd(Duration delay) {
		CompletableFuture<?> alarm = Timer.system().after(delay);
		assertThat(alarm).isNotDone();
		alarm.cancel(false);
	}

	@ParameterizedTest
	@MethodSource
	void whenTheEngineCannotHoldAnExpirationThenItIsRefused(Duration timeToLive) {
		assertThatIllegalArgumentException().isThrownBy(() -> Expiration.afterWrite(timeToLive))
			.withMessageContaining(timeToLive.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> Expiration.afterInvoke(timeToLive));
	}

	static Stream<Duration> whenTheEngineCannotHoldAnExpirationThenItIsRefused() {
		return Stream.of(ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE).plusNanos(1),
				ChronoUnit.FOREVER.getDuration().negated(), Duration.ofNanos(999_999));
	}

	private static boolean handle(FunctionDefinition function, ErrorHandling errors) {
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/long", "ada"), List.of(),
				List.of(new Invocation(null, new TypedValue("demo/Any", ByteString.EMPTY))));
		return RequestReplyHandler.builder(new FunctionRegistry(List.of(function)))
			.errors(errors)
			.build()
			.handle(batch)
			.handle((result, ex) -> result instanceof Completed)
			.join();
	}

}
