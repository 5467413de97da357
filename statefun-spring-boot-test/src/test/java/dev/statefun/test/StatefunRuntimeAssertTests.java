package dev.statefun.test;

import java.time.Duration;

import dev.statefun.EgressMessage;
import dev.statefun.io.KinesisEgressMessage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.statefun.test.TestFunctions.COUNT;
import static dev.statefun.test.TestFunctions.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StatefunRuntimeAssert}: what it accepts, and what it says otherwise.
 */
class StatefunRuntimeAssertTests {

	private int runs;

	private final StatefunTestRuntime runtime = StatefunTestRuntime.of(function("demo/all", (context, message) -> {
		context.storage().set(COUNT, 7);
		context.send("other/function", "1", "hello");
		context.sendAfter(Duration.ofSeconds(5), "other/function", "2", "later");
		context.sendAfter(Duration.ofSeconds(5), "other/function", "3", "never", "token");
		context.cancelDelayed("token");
		context.send(EgressMessage.of("demo/values", 42));
		context.send(KinesisEgressMessage.forEgress("demo/kinesis")
			.withStream("stream")
			.withPartitionKey("k")
			.withUtf8Value("v"));
	}, COUNT), function("demo/broken", (context, message) -> {
		throw new IllegalStateException("broken");
	}), function("demo/impure", (context, message) -> context.send("other/function", "1", ++this.runs)));

	@BeforeEach
	void run() {
		this.runtime.send("demo/all", "1", "go");
	}

	@Test
	void whenAllIsAsExpectedThenAssertionsPass() {
		assertThat(this.runtime).hasSent("other/function", "1", "hello")
			.hasDelayed(Duration.ofSeconds(5), "other/function", "2", "later")
			.hasCancelled("token")
			.hasEmitted("demo/values", 42)
			.hasRecord("stream", "k", "v")
			.hasState("demo/all", "1", "count", 7)
			.hasNoState("demo/all", "2", "count")
			.hasNoFailures()
			.hasAnsweredAlike();
	}

	@Test
	void whenAMessageWasNotSentThenTheErrorShowsThoseThatWere() {
		fails(() -> assertThat(this.runtime).hasSent("other/function", "1", "bye"), "other/function/1: \"bye\"",
				"demo/all/1 -> other/function/1: \"hello\"");
		fails(() -> assertThat(this.runtime).hasSent("other/function", "9", "hello"),
				"demo/all/1 -> other/function/1: \"hello\"");
		fails(() -> assertThat(this.runtime).hasSentNothing(), "demo/all/1 -> other/function/1: \"hello\"");
		fails(() -> assertThat(this.runtime).messagesTo("other/function", "9", String.class).containsExactly("hello"),
				"messages to other/function/9", "demo/all/1 -> other/function/1: \"hello\"");
	}

	@Test
	void whenAMessageDoesNotWaitThenTheErrorShowsThoseThatDo() {
		String waiting = "demo/all/1 -> other/function/2 after PT5S: \"later\"";
		fails(() -> assertThat(this.runtime).hasDelayed(Duration.ofSeconds(6), "other/function", "2", "later"),
				"after PT6S", waiting);
		fails(() -> assertThat(this.runtime).hasNothingDelayed(), waiting);
		fails(() -> assertThat(this.runtime).hasCancelled("tokne"), "token 'tokne'", "(token 'token')", waiting);
	}

	@Test
	void whenNothingWasEmittedSoThenTheErrorShowsWhatWas() {
		fails(() -> assertThat(this.runtime).hasEmitted("demo/values", 43), "egress demo/values: int 43", "int 42");
		fails(() -> assertThat(this.runtime).hasEmitted("demo/vlaues", 42), "egress demo/vlaues", "demo/values",
				"demo/kinesis");
		fails(() -> assertThat(this.runtime).hasRecord("stream", "k", "w"), "stream[k] = w", "stream[k] = v");
		fails(() -> assertThat(this.runtime).records("steram").contains("v"), "records in steram", "stream[k] = v");
		fails(() -> assertThat(this.runtime).hasEmittedNothing(), "int 42");
	}

	@Test
	void whenAStateIsAnotherThenTheErrorShowsIt() {
		fails(() -> assertThat(this.runtime).hasState("demo/all", "1", "count", 8), "'count' of demo/all/1", "int 8",
				"int 7");
		fails(() -> assertThat(this.runtime).hasState("demo/all", "2", "count", 7), "nothing",
				"demo/all/1%n    count = int 7".formatted().replace("\r", ""));
		fails(() -> assertThat(this.runtime).hasNoState("demo/all", "1", "count"), "int 7");
	}

	@Test
	void whenNothingFailedSoThenTheErrorShowsWhatDid() {
		fails(() -> assertThat(this.runtime).failureOf("demo/all", "1"), "a failure of demo/all/1", "none");
		this.runtime.tolerateFailures();
		this.runtime.send("demo/broken", "1", "go");
		assertThat(this.runtime).failureOf("demo/broken", "1")
			.isInstanceOf(IllegalStateException.class)
			.hasMessage("broken");
		fails(() -> assertThat(this.runtime).hasNoFailures(), "demo/broken/1", "broken");
	}

	@Test
	void whenAFunctionAnswersDifferentlyTheSecondTimeThenTheErrorShowsBothAnswers() {
		this.runtime.drills().deliverTwice(1);
		this.runtime.send("demo/impure", "1", "go");
		fails(() -> assertThat(this.runtime).hasAnsweredAlike(), "demo/impure/1 answered", "first", "and then");
	}

	private static void fails(ThrowingCallable assertion, String... words) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(words));
	}

}
