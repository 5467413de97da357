package dev.statefun.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.NoHandlerException;
import dev.statefun.error.UndecodableMessageException;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.VersionEvidence;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.type.MissingValueException;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A message without a value is not a message with an empty value. It is also the only
 * kind of message that may not tell the version of the protocol.
 */
class MissingValueTests {

	private static final Address SELF = Address.of("demo/counter", "ada");

	private static final Address OTHER = Address.of("demo/other", "bob");

	private static final ValueSpec<Integer> SEEN = ValueSpec.of("seen", Types.integerType());

	private static final TypedValue ABSENT = TypedValue.withoutValue(Types.integerType().typeName());

	@Test
	void whenAMessageHasNoValueThenItIsSentOnWithoutOne() {
		Completed result = (Completed) answer((context, message) -> {
			context.forward(OTHER);
			context.send(OTHER, message);
			context.send("demo/other", "bob", message);
			context.sendAfter(Duration.ofSeconds(1), OTHER, message);
			context.send(EgressMessage.of("demo/out", message));
			context.send(OTHER, TypedValue.withoutValue(Types.integerType().typeName()));
		}, ABSENT);
		assertThat(result.outgoing()).containsExactlyInAnyOrder(new Send(OTHER, ABSENT), new Send(OTHER, ABSENT),
				new Send(OTHER, ABSENT), new Send(OTHER, ABSENT),
				new SendAfter(Duration.ofSeconds(1), OTHER, ABSENT, null),
				new SendEgress(TypeName.parse("demo/out"), ABSENT));
	}

	@Test
	void whenAMessageHasNoValueThenItCanBeToldButNotRead() {
		List<Boolean> present = new ArrayList<>();
		BiConsumer<Context, Message> function = (context, message) -> {
			present.add(message.hasValue());
			assertThat(message.is(Integer.class)).isTrue();
			assertThat(message.rawValue()).isEmpty();
			message.as(Integer.class);
		};
		answer(function, new TypedValue(ABSENT.typeName(), ByteString.EMPTY));
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> answer(function, ABSENT))
			.withCauseInstanceOf(UndecodableMessageException.class)
			.withRootCauseInstanceOf(MissingValueException.class)
			.withMessageContainingAll("demo/counter", "io.statefun.types/int has no value", "hasValue()");
		assertThat(present).containsExactly(true, false);
	}

	/** The engine would write a record of no bytes. */
	@Test
	void whenAMessageWithoutValueIsToBecomeARecordThenItIsRefused() {
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(
					() -> answer(
							(context, message) -> context
								.send(KafkaEgressMessage.forEgress("demo/out").withTopic("topic").withValue(message)),
							ABSENT))
			.withRootCauseInstanceOf(MissingValueException.class);
	}

	@ParameterizedTest
	@EnumSource
	void whenAStateIsMissingThenTheEngineIsOnlyAskedForItIfItIsKnownToBeOf3x(VersionEvidence evidence) {
		CompletableFuture<InvocationResult> answer = handler((context, message) -> {
		}, ErrorHandling.none()).handle(batch(ABSENT, evidence, List.of()));
		if (evidence == VersionEvidence.NONE) {
			assertThat(answer).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withMessageContainingAll("demo/counter", "ada", "set statefun.protocol");
		}
		else {
			assertThat(answer).isCompletedWithValue(new Incomplete(List.of(SEEN)));
		}
	}

	/** In 2.x it has a value, which a rule must not lose. */
	@ParameterizedTest
	@EnumSource
	void whenNothingTellsTheVersionThenAMessageWithoutValueIsNotSkipped(VersionEvidence evidence) {
		ErrorHandling skipping = ErrorHandling.of(List.of((failed) -> ErrorAction.skip()));
		CompletableFuture<InvocationResult> answer = handler((context, message) -> message.as(Integer.class), skipping)
			.handle(batch(ABSENT, evidence, List.of(new InvocationBatch.PersistedValue("seen", null))));
		if (evidence == VersionEvidence.NONE) {
			assertThat(answer).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withMessageContainingAll("message 1 of 1", "set statefun.protocol");
		}
		else {
			assertThat(answer).isCompletedWithValueMatching((result) -> result instanceof Completed);
		}
	}

	/** The names of the types of primitives are others in 2.x. */
	@Test
	void whenNothingTellsTheVersionThenAMessageWithoutHandlerIsNotSkipped() {
		ErrorHandling skipping = ErrorHandling.of(List.of((failed) -> ErrorAction.skip()));
		RequestReplyHandler handler = handler((context, message) -> {
			throw new NoHandlerException("There is no handler for " + message.valueTypeName());
		}, skipping);
		List<InvocationBatch.PersistedValue> states = List.of(new InvocationBatch.PersistedValue("seen", null));
		assertThat(handler.handle(batch(ABSENT, VersionEvidence.NONE, states))).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("set statefun.protocol");
		assertThat(handler.handle(batch(ABSENT, VersionEvidence.CERTAIN, states)))
			.isCompletedWithValueMatching((result) -> result instanceof Completed);
	}

	@Test
	void whenNothingTellsTheVersionThenTheUserAgentDoesOrTheStatusIs503() {
		RequestReplyHandler handler = handler((context, message) -> {
		}, ErrorHandling.none());
		byte[] request = EngineProtocol.encode(batch(ABSENT, VersionEvidence.CERTAIN, List.of()));
		assertThat(handler.answer(request).join().status()).isEqualTo(503);
		assertThat(handler.answer(request, "okhttp/3.14.6").join().status()).isEqualTo(503);
		assertThat(handler.answer(request, "statefun").join().status()).isEqualTo(200);
		assertThat(handler.answer(request).join().status()).isEqualTo(200);
	}

	private static Object answer(BiConsumer<Context, Message> function, TypedValue argument) {
		return Answers.of(handler(function, ErrorHandling.none()),
				batch(argument, VersionEvidence.CERTAIN, List.of(new InvocationBatch.PersistedValue("seen", null))));
	}

	private static InvocationBatch batch(TypedValue argument, VersionEvidence evidence,
			List<InvocationBatch.PersistedValue> states) {
		return new InvocationBatch(ProtocolVersion.V3, SELF, states, List.of(new Invocation(null, argument)), evidence);
	}

	private static RequestReplyHandler handler(BiConsumer<Context, Message> function, ErrorHandling errors) {
		StatefulFunction counter = new StatefulFunction() {

			@Override
			public void apply(Context context, Message message) {
				function.accept(context, message);
			}

			@Override
			public List<ValueSpec<?>> states() {
				return List.of(SEEN);
			}

		};
		return RequestReplyHandler.builder(FunctionRegistry.of(FunctionDefinition.of("demo/counter", counter)))
			.errors(errors)
			.build();
	}

}
