package dev.statefun.test.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.statefun.Address;
import dev.statefun.client.AskFailedException;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.AskTimeoutException;
import dev.statefun.client.StatefunClient;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.client.AskedFunctions.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test of the client does without an engine: ask, let time pass, fail and repeat.
 */
@StatefunTest(egresses = "demo/none", properties = "spring.application.name=the shop")
class ClientInMemoryTests {

	@Autowired
	StatefunTestRuntime runtime;

	@Autowired
	StatefunClient client;

	@Autowired
	Counter counter;

	@AfterEach
	void repair() {
		this.counter.broken = false;
	}

	@Test
	void whenAFunctionIsAskedThenTheFutureHasTheReply() {
		assertThat(ask(2)).isCompletedWithValue("sum 2");
		assertThat(ask(3)).isCompletedWithValue("sum 5");
		assertThat(ask(0)).isCompletedWithValue(null);
		assertThat(this.client.to("demo/counter", "a").ask(1, Void.class)).isCompletedWithValue(null);
		assertThat(this.client.to("demo/counter", "a").ask(1L, Long.class)).isCompletedWithValue(2L);
		assertThat(this.runtime.state("demo/counter", "a", "sum", Integer.class)).hasValue(6);
	}

	@Test
	void whenTimePassesThenTheReplyComesOrTheAskTimesOut() {
		CompletableFuture<String> reply = this.client.to("demo/slow", "a").ask("go", String.class);
		this.runtime.advanceBy(Duration.ofSeconds(19));
		assertThat(reply).isNotDone();
		this.runtime.advanceBy(Duration.ofSeconds(2));
		assertThat(reply).isCompletedWithValue("at last");
		CompletableFuture<String> impatient = this.client.to("demo/slow", "b")
			.withTimeout(Duration.ofSeconds(10))
			.withIdempotencyKey("k")
			.ask("go", String.class);
		this.runtime.advanceBy(Duration.ofSeconds(15));
		assertThatExceptionOfType(AskTimeoutException.class).isThrownBy(() -> join(impatient));
		this.runtime.advanceBy(Duration.ofSeconds(6));
		assertThat(this.client.to("demo/slow", "b").withIdempotencyKey("k").ask("go", String.class))
			.isCompletedWithValue("at last");
	}

	@Test
	void whenAFunctionFailsThenTheTestFailsUnlessItToleratesFailures() {
		this.counter.broken = true;
		CompletableFuture<String> first = ask(1);
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> join(first))
			.withMessageContaining("demo/counter");
		this.runtime.reset();
		this.runtime.tolerateFailures();
		CompletableFuture<String> second = ask(1);
		assertThat(second).isNotDone();
		this.counter.broken = false;
		this.runtime.deliver();
		assertThat(second).isCompletedWithValue("sum 1");
	}

	@Test
	void whenAMessageCanNeverSucceedThenTheAskFailsAndNothingElse() {
		assertThatExceptionOfType(AskFailedException.class).isThrownBy(() -> join(ask(-1)))
			.withMessageContainingAll("demo/counter/a", "no negative numbers");
		assertThat(this.runtime.failures()).isEmpty();
		assertThat(ask(1)).isCompletedWithValue("sum 1");
	}

	@Test
	void whenAnAskIsRepeatedOrTheEngineRestartsThenTheAnswersAreTheSame() {
		List<CompletableFuture<String>> replies = new ArrayList<>();
		for (int round = 0; round < 2; round++) {
			for (int i = 1; i <= 5; i++) {
				this.runtime.drills().restartAfter(i).deliverTwice(2).failNext(1);
				replies.add(this.client.to("demo/counter", "a").withIdempotencyKey("k" + i).ask(i, String.class));
			}
		}
		assertThat(replies).extracting(CompletableFuture::join)
			.containsExactly("sum 1", "sum 3", "sum 6", "sum 10", "sum 15", "sum 1", "sum 3", "sum 6", "sum 10",
					"sum 15");
		assertThat(this.runtime.state("demo/counter", "a", "sum", Integer.class)).hasValue(15);
	}

	@Test
	void whenAnAnswerLeadsToAnotherAskThenThatIsAnsweredToo() {
		CompletableFuture<String> reply = ask(1).thenCompose((first) -> ask(2))
			.thenCompose((second) -> this.client.to("demo/counter", "b").ask(3, String.class));
		assertThat(reply).isCompletedWithValue("sum 3");
		assertThat(this.runtime.state("demo/counter", "a", "sum", Integer.class)).hasValue(3);
	}

	@Test
	void whenAnAnswerIsForgottenThenAKeyIsNew() {
		StatefunClient present = this.client;
		assertThat(present.to("demo/counter", "a").withIdempotencyKey("k").ask(1, String.class))
			.isCompletedWithValue("sum 1");
		this.runtime.advanceBy(Duration.ofMinutes(61));
		assertThat(present.to("demo/counter", "a").withIdempotencyKey("k").ask(2, String.class))
			.isCompletedWithValue("sum 3");
	}

	@Test
	void whenMessagesAreSentThenTheyComeNowOrLater() {
		assertThat(this.client.to("demo/counter", "a").sendAfter(Duration.ofHours(2), 1)).isCompleted();
		assertThat(this.client.to("demo/counter", "a").send(2)).isCompleted();
		assertThat(this.runtime.state("demo/counter", "a", "sum", Integer.class)).hasValue(2);
		this.runtime.advanceBy(Duration.ofHours(2));
		assertThat(this.runtime.state("demo/counter", "a", "sum", Integer.class)).hasValue(3);
	}

	@Test
	void whenAFunctionIsNotOfThisApplicationThenItIsNotAsked() {
		assertThatExceptionOfType(AskRefusedException.class)
			.isThrownBy(() -> join(this.client.to("demo/other", "a").ask(1, String.class)))
			.withMessageContainingAll("demo/other/a", "demo/counter", "statefun.client.targets");
		assertThat(this.runtime.sent()).isEmpty();
	}

	@Test
	void whenTheApplicationHasANameThenTheGatewayHasIt() {
		ask(1);
		assertThat(this.runtime.emitted()).singleElement()
			.satisfies((emitted) -> assertThat(emitted.egress()).hasToString("dev.statefun.client/the-shop"));
		assertThat(this.runtime.sent().get(0).from()).extracting(Address::type)
			.hasToString("dev.statefun.client.ask/the-shop");
	}

	private CompletableFuture<String> ask(int number) {
		return this.client.to("demo/counter", "a").ask(number, String.class);
	}

	private static void join(CompletableFuture<?> future) throws Throwable {
		try {
			future.join();
		}
		catch (CompletionException ex) {
			throw ex.getCause();
		}
	}

	@Nested
	@StatefunTest(protocol = ProtocolVersion.V2)
	class InTheOldProtocol {

		@Test
		void whenAFunctionIsAskedThenTheFutureHasTheReply(@Autowired StatefunClient client) {
			assertThat(client.to("demo/counter", "a").ask(2, String.class)).isCompletedWithValue("sum 2");
			assertThat(client.to("demo/counter", "a").ask(0, String.class)).isCompletedWithValue(null);
			assertThatExceptionOfType(AskFailedException.class)
				.isThrownBy(() -> join(client.to("demo/counter", "a").ask(-1, String.class)));
		}

	}

}
