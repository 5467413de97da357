package dev.statefun.error.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.PermanentFailure;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.ExceptionTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures whose causes form a circle.
 */
@Timeout(20)
class CircularCausesTests {

	private final List<FailedInvocation> failures = new ArrayList<>();

	@Test
	void whenARuleNamesAnExceptionThatIsNoneOfTheCausesThenItDoesNotMatch() {
		assertThat(handle(rule(IOException.class), circle()).isSkipped()).isFalse();
		assertThat(this.failures.get(0).isPermanent()).isFalse();
	}

	@Test
	void whenARuleNamesAnExceptionThatIsOneOfTheCausesThenItMatches() {
		assertThat(handle(rule(IllegalArgumentException.class), circle()).isSkipped()).isTrue();
	}

	@Test
	void whenOneOfTheCausesIsPermanentThenTheFailureIs() {
		IllegalStateException failure = new IllegalStateException(new Permanent());
		failure.getCause().initCause(failure);
		handle(rule(IOException.class), failure);
		assertThat(this.failures.get(0).isPermanent()).isTrue();
	}

	@Test
	void whenAPolicyForRetriesNamesExceptionsThenTheMessageIsTriedAsOftenAsThePolicySays() {
		RetryPolicy policy = RetryPolicy.builder()
			.includes(IOException.class)
			.maxRetries(2)
			.delay(Duration.ZERO)
			.build();
		Outcome outcome = handle((failed) -> ErrorAction.retry(policy).then(ErrorAction.skip()), circle());
		assertThat(outcome.isSkipped()).isTrue();
		assertThat(this.failures).hasSize(3);
	}

	private static InvocationErrorHandler rule(Class<? extends Throwable> exception) {
		return new ErrorRule(new ExceptionTypeFilter(List.of(exception), List.of(), true), new String[0], new String[0],
				null, ErrorAction.skip());
	}

	private static RuntimeException circle() {
		IllegalStateException failure = new IllegalStateException(new IllegalArgumentException());
		failure.getCause().initCause(new UnsupportedOperationException(failure));
		return failure;
	}

	private Outcome handle(InvocationErrorHandler handler, RuntimeException failure) {
		FunctionDefinition function = FunctionDefinition.of("demo/failing", (context, message) -> {
			throw failure;
		});
		ErrorHandling none = ErrorHandling.none();
		ErrorHandling errors = new ErrorHandling(List.of(handler),
				List.of((failed, action) -> this.failures.add(failed)), Duration.ofSeconds(8), null, null,
				ForkJoinPool.commonPool(), none.clock(), none.timer());
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/failing", "ada"), List.of(),
				List.of(new Invocation(null, new TypedValue("demo/Any", ByteString.EMPTY))));
		return new Outcome(RequestReplyHandler.builder(new FunctionRegistry(List.of(function)))
			.errors(errors)
			.build()
			.handle(batch)
			.handle((result, ex) -> result instanceof Completed)
			.join());
	}

	private record Outcome(boolean isSkipped) {

	}

	private static final class Permanent extends RuntimeException implements PermanentFailure {

	}

}
