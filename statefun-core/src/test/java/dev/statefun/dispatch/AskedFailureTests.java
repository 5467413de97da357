package dev.statefun.dispatch;

import java.util.List;
import java.util.concurrent.CompletionException;

import dev.statefun.Address;
import dev.statefun.error.DeadLetterDestination;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.PermanentFailure;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a gateway is told of messages that fail, and what rules have to do with it.
 */
class AskedFailureTests {

	private static final Address GATEWAY = Address.of(Asks.GATEWAYS + "/shop", "demo/failing|ada|1");

	private static final Send TOLD = new Send(GATEWAY, new AskFailure(Oops.class.getName(), "oops").toValue());

	@Test
	void whenARuleSkipsAMessageThenTheGatewayIsTold() {
		assertThat(outgoing((failed) -> ErrorAction.skip(), GATEWAY)).containsExactly(TOLD);
		assertThat(outgoing((failed) -> ErrorAction.skip(), Address.of("demo/other", "x"))).isEmpty();
	}

	@Test
	void whenARuleDeadLettersAMessageThenTheGatewayIsToldAsWell() {
		List<Outgoing> outgoing = outgoing(
				(failed) -> ErrorAction.deadLetter(DeadLetterDestination.kafka("demo/letters", "letters")), GATEWAY);
		assertThat(outgoing).hasSize(2).contains(TOLD).hasAtLeastOneElementOfType(SendEgress.class);
	}

	@Test
	void whenARuleFailsAMessageThenItStaysInTheEngine() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> outgoing((failed) -> ErrorAction.fail(), GATEWAY));
	}

	@Test
	void whenNoRuleDecidesThenAMessageThatCanNeverSucceedIsSkipped() {
		assertThat(outgoing((failed) -> ErrorAction.next(), GATEWAY)).containsExactly(TOLD);
	}

	private static List<Outgoing> outgoing(InvocationErrorHandler rule, Address caller) {
		RequestReplyHandler handler = RequestReplyHandler
			.builder(FunctionRegistry.of(FunctionDefinition.of("demo/failing", (context, message) -> {
				context.send("demo/other", "x", "undone");
				throw new Oops();
			})))
			.errors(ErrorHandling.of(List.of(rule)))
			.build();
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/failing", "ada"), List.of(),
				List.of(new Invocation(caller, TypedValue.of(Types.stringType(), "x"))));
		return ((Completed) handler.handle(batch).join()).outgoing();
	}

	private static final class Oops extends RuntimeException implements PermanentFailure {

		Oops() {
			super("oops");
		}

	}

}
