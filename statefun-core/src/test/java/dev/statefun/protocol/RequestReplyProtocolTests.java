package dev.statefun.protocol;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestReplyProtocolTests {

	private static final Address SOMEONE = Address.of("demo/someone", "1");

	private static final TypedValue VALUE = new TypedValue("demo/value", ByteString.copyFromUtf8("hello"));

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	@ParameterizedTest
	@EnumSource
	void whenARequestIsDecodedThenItsValuesAreNotCopied(ProtocolVersion version) {
		byte[] request = request(version, VALUE);
		InvocationBatch batch = this.protocol.decode(request);
		for (int i = 0; i < request.length; i++) {
			request[i] = (byte) ((request[i] == 'h') ? 'H' : request[i]);
		}
		ByteString changed = ByteString.copyFromUtf8("Hello");
		assertThat(batch.invocations().get(0).argument().bytes()).isEqualTo(changed);
		assertThat(batch.states().get(0).value().bytes()).isEqualTo(changed);
	}

	@ParameterizedTest
	@EnumSource
	void whenRequestsRepeatNamesThenTheyAreNotAllocatedAgain(ProtocolVersion version) {
		InvocationBatch first = this.protocol.decode(request(version, VALUE));
		InvocationBatch second = this.protocol.decode(request(version, VALUE));
		assertThat(second.target().type()).isSameAs(first.target().type());
		PersistedValue state = second.states().get(0);
		assertThat(state.name()).isSameAs(first.states().get(0).name());
		assertThat(state.value().typeName()).isSameAs(first.states().get(0).value().typeName());
		Invocation invocation = second.invocations().get(0);
		assertThat(invocation.caller().type()).isSameAs(first.invocations().get(0).caller().type());
		assertThat(invocation.argument().typeName()).isSameAs(first.invocations().get(0).argument().typeName());
	}

	/** Without the cache, the names alone would take 1,250 bytes. */
	@ParameterizedTest
	@EnumSource
	void whenRequestsRepeatLongNamesThenReadingThemAllocatesLessThanTheNames(ProtocolVersion version) {
		String name = "n".repeat(250);
		Address address = new Address(new TypeName(name, name), "1");
		TypedValue value = new TypedValue(name, VALUE.bytes());
		byte[] request = EngineProtocol.encode(new InvocationBatch(version, address,
				List.of(new PersistedValue(name, value)), List.of(new Invocation(address, value))));
		for (int i = 0; i < 10; i++) {
			this.protocol.decode(request);
		}
		long before = allocatedBytes();
		for (int i = 0; i < 100; i++) {
			this.protocol.decode(request);
		}
		assertThat((allocatedBytes() - before) / 100).isPositive().isLessThan(1_000);
	}

	private static long allocatedBytes() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	@ParameterizedTest
	@EnumSource
	void whenStatesAreAlikeButForTheirValuesThenEachIsReadAsItIs(ProtocolVersion version) {
		for (String name : List.of("a", "b", "ab", "a".repeat(90))) {
			for (String type : List.of("demo/x", "demo/y", "demo/xy")) {
				for (int size = 0; size < 12; size++) {
					for (String filling : List.of("1", "2")) {
						TypedValue value = new TypedValue(type, ByteString.copyFromUtf8(filling.repeat(size)));
						InvocationBatch batch = new InvocationBatch(version, SOMEONE,
								List.of(new PersistedValue(name, value), new PersistedValue("last", VALUE)),
								List.of(new Invocation(null, VALUE)));
						assertThat(this.protocol.decode(EngineProtocol.encode(batch))).isEqualTo(batch);
					}
				}
			}
		}
	}

	@Test
	void whenAPrimitiveOf2xHasTheBytesOfSomethingElseThenItIsLeftAsItIs() {
		TypedValue malformed = new TypedValue("type.googleapis.com/google.protobuf.Int32Value",
				ByteString.copyFromUtf8("\u0008"));
		InvocationBatch batch = this.protocol.decode(request(ProtocolVersion.V2, malformed));
		assertThat(batch.invocations().get(0).argument()).isEqualTo(malformed);
		assertThat(batch.states().get(0).value()).isEqualTo(malformed);
	}

	@Test
	void whenAPrimitiveWithTheBytesOfSomethingElseIsSentIn2xThenItIsRefused() {
		Send send = new Send(SOMEONE, new TypedValue("io.statefun.types/long", ByteString.copyFromUtf8("no long")));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> sending(ProtocolVersion.V2, send))
			.withMessageContaining("io.statefun.types/long");
	}

	@Test
	void whenADelayedMessageOf2xHasATokenThenItIsRefused() {
		SendAfter send = new SendAfter(Duration.ofSeconds(1), SOMEONE, VALUE, "token");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> sending(ProtocolVersion.V2, send))
			.withMessageContaining("2.x");
	}

	@Test
	void whenADelayedMessageOf2xIsCancelledThenItIsRefused() {
		CancelDelayed cancellation = new CancelDelayed("token");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> sending(ProtocolVersion.V2, cancellation))
			.withMessageContaining("2.x");
	}

	@Test
	void whenADelayIsFinerThanMillisecondsThenItIsCutOff() throws Exception {
		ByteString response = this.protocol
			.encode(sending(ProtocolVersion.V3, new SendAfter(Duration.ofNanos(1_999_999), SOMEONE, VALUE, null)));
		assertThat(FromFunction.parseFrom(response).getInvocationResult().getDelayedInvocations(0).getDelayInMs())
			.isOne();
	}

	@Test
	void whenATextHasALoneSurrogateThenItBecomesAQuestionMark() throws Exception {
		ByteString response = this.protocol
			.encode(sending(ProtocolVersion.V3, new Send(Address.of("demo/someone", "a\uD83Db"), VALUE)));
		assertThat(FromFunction.parseFrom(response).getInvocationResult().getOutgoingMessages(0).getTarget().getId())
			.isEqualTo("a?b");
	}

	@ParameterizedTest
	@EnumSource
	void whenThereAreNoEffectsThenTheAnswerSaysSo(ProtocolVersion version) {
		assertThat(this.protocol.encode(sending(version)).toByteArray()).asHexString().isEqualTo("A20600");
	}

	@Test
	void whenAValueIsEmptyThenItIsStillThere() throws Exception {
		TypedValue empty = new TypedValue("demo/value", ByteString.EMPTY);
		ByteString response = this.protocol
			.encode(Completed.of(ProtocolVersion.V3, List.of(new Mutation("seen", empty)), List.of()));
		FromFunction.PersistedValueMutation mutation = FromFunction.parseFrom(response)
			.getInvocationResult()
			.getStateMutations(0);
		assertThat(mutation.getMutationType()).isEqualTo(FromFunction.PersistedValueMutation.MutationType.MODIFY);
		assertThat(mutation.getStateValue().getHasValue()).isTrue();
	}

	private static byte[] request(ProtocolVersion version, TypedValue value) {
		return Reference.of(version)
			.writeRequest(new InvocationBatch(version, SOMEONE, List.of(new PersistedValue("seen", value)),
					List.of(new Invocation(SOMEONE, value))));
	}

	private static InvocationResult sending(ProtocolVersion version, Outgoing... outgoing) {
		return Completed.of(version, List.of(), List.of(outgoing));
	}

}
