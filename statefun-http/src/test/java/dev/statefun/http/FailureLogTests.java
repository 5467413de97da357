package dev.statefun.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.NoHandlerException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTests {

	private Duration now = Duration.ZERO;

	private final List<Runnable> afterAMinute = new ArrayList<>();

	private final FailureLog log = new FailureLog(() -> this.now.toNanos(), new Incidents(this.afterAMinute::add));

	@Test
	void whenARequestFailsAgainAndAgainThenItHasOneLineAndThenACount(CapturedOutput output) {
		for (int i = 0; i < 10; i++) {
			this.log.log(failure("ada", broken()));
		}
		assertThat(count(output, "demo/failing failed for id 'ada'")).isEqualTo(1);
		this.afterAMinute.forEach(Runnable::run);
		assertThat(output.getAll()).containsPattern("ERROR.* 9 more .*demo/failing failed for id 'ada'");
	}

	@Test
	void whenFurtherInstancesFailThenEachHasALineButTheTraceComesOnceAMinute(CapturedOutput output) {
		this.log.log(failure("ada", broken()));
		assertThat(count(output, "\tat ")).isPositive();
		int trace = count(output, "\tat ");
		this.now = this.now.plus(Duration.ofSeconds(59));
		this.log.log(failure("bob", broken()));
		assertThat(count(output, "demo/failing failed for id 'bob'")).isEqualTo(1);
		assertThat(count(output, "\tat ")).isEqualTo(trace);
		this.now = this.now.plus(Duration.ofSeconds(1));
		this.log.log(failure("cid", broken()));
		assertThat(count(output, "\tat ")).isGreaterThan(trace);
	}

	@Test
	void whenTheCauseIsAnotherThenItsTraceComesToo(CapturedOutput output) {
		this.log.log(failure("ada", broken()));
		this.log.log(failure("ada", new UnsupportedOperationException("other")));
		assertThat(output.getAll().lines().filter((line) -> line.startsWith("java.lang."))).containsExactly(
				"java.lang.IllegalStateException: broken", "java.lang.UnsupportedOperationException: other");
	}

	@Test
	void whenTheMessageSaysItAllThenThereIsNoTrace(CapturedOutput output) {
		this.log.log(failure("ada", new NoHandlerException("no handler for it")));
		this.log.log(failure("ada", new UndecodableMessageException(new SerializationException("no JSON"))));
		assertThat(output.getAll().lines()).hasSize(2);
		assertThat(output).contains("no handler for it", "no JSON");
	}

	@Test
	void whenThereIsNoCauseThenThereIsOneLine(CapturedOutput output) {
		this.log.log(RequestFailedException.timedOut(Address.of("demo/slow", "ada"), Duration.ofSeconds(1)));
		assertThat(output.getAll().lines()).hasSize(1);
	}

	/** Thrown at the same place, as by the same handler. */
	private static RuntimeException broken() {
		return new IllegalStateException("broken");
	}

	private static int count(CapturedOutput output, String text) {
		return output.getAll().split(text, -1).length - 1;
	}

	private static RequestFailedException failure(String id, RuntimeException cause) {
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		RequestReplyHandler handler = RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.of("demo/failing", (context, message) -> {
				throw cause;
			}))))
			.types(types)
			.build();
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/failing", id), List.of(),
				List.of(new Invocation(null, types.serialize("x"))));
		return (RequestFailedException) handler.handle(batch).handle((result, ex) -> ex).join();
	}

}
