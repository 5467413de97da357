package dev.statefun.benchmarks;

import java.util.stream.IntStream;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.statefun.benchmarks.generated.GeneratedFunctions;
import dev.statefun.benchmarks.official.OfficialFunctions;
import dev.statefun.benchmarks.ours.StarterFunctions;
import dev.statefun.benchmarks.work.Requests;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.reference.v3.Address;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.protocol.reference.v3.FromFunction.PersistedValueMutation.MutationType;
import dev.statefun.protocol.reference.v3.LongWrapper;
import dev.statefun.protocol.reference.v3.ToFunction;
import dev.statefun.protocol.reference.v3.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all sides do the same work.
 */
class EqualEffectsTests {

	private final OfficialFunctions official = new OfficialFunctions();

	private final GeneratedFunctions generated = new GeneratedFunctions();

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void whenRequestsAreOf3xThenAllSidesAnswerTheSame(int batch) throws InvalidProtocolBufferException {
		Requests requests = Requests.counting(ProtocolVersion.V3, batch);
		try (StarterFunctions ours = new StarterFunctions(false)) {
			for (int i = 0; i < requests.count(); i++) {
				byte[] request = requests.next();
				FromFunction answer = FromFunction.parseFrom(this.official.answer(request).toByteArray());
				assertThat(FromFunction.parseFrom(ours.answer(request))).isEqualTo(answer);
				assertThat(FromFunction.parseFrom(this.generated.answer(request))).isEqualTo(answer);
				assertDone(ToFunction.parseFrom(request).getInvocation(), answer.getInvocationResult());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void whenRequestsAreOf2xThenOursAnswersTheSameAsIn3x(int batch) throws InvalidProtocolBufferException {
		Requests requests = Requests.counting(ProtocolVersion.V3, batch);
		Requests legacyRequests = Requests.counting(ProtocolVersion.V2, batch);
		try (StarterFunctions ours = new StarterFunctions(false)) {
			for (int i = 0; i < Math.min(requests.count(), legacyRequests.count()); i++) {
				assertThat(translate(ours.answer(legacyRequests.next())))
					.isEqualTo(FromFunction.parseFrom(ours.answer(requests.next())));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 1048576 })
	void whenStateIsOfAnySizeThenOursAnswersAsTheOfficialSdk(int stateSize) throws InvalidProtocolBufferException {
		Requests requests = Requests.blob(stateSize);
		try (StarterFunctions ours = new StarterFunctions(false)) {
			byte[] request = requests.next();
			FromFunction answer = FromFunction.parseFrom(ours.answer(request));
			assertThat(answer).isEqualTo(FromFunction.parseFrom(this.official.answer(request).toByteArray()));
			assertThat(answer.getInvocationResult().getStateMutations(0).getStateValue().getValue().size())
				.isEqualTo(stateSize);
		}
	}

	@Test
	void whenThereAreMetricsThenInvocationsAreCounted() {
		Requests requests = Requests.counting(ProtocolVersion.V3, 10);
		try (StarterFunctions ours = new StarterFunctions(true)) {
			IntStream.range(0, requests.count()).forEach((i) -> ours.answer(requests.next()));
			assertThat(ours.counted()).isEqualTo(10L * requests.count());
		}
	}

	@Test
	void whenThereAreNoMetricsThenInvocationsAreNotCounted() {
		Requests requests = Requests.counting(ProtocolVersion.V3, 10);
		try (StarterFunctions ours = new StarterFunctions(false)) {
			ours.answer(requests.next());
			assertThat(ours.counted()).isZero();
		}
	}

	private static void assertDone(ToFunction.InvocationBatchRequest request, FromFunction.InvocationResponse answer)
			throws InvalidProtocolBufferException {
		long before = LongWrapper.parseFrom(request.getState(0).getStateValue().getValue()).getValue();
		long after = LongWrapper.parseFrom(answer.getStateMutations(0).getStateValue().getValue()).getValue();
		assertThat(after).isEqualTo(before + request.getInvocationsCount());
		assertThat(answer.getOutgoingMessagesList()).extracting(FromFunction.Invocation::getArgument)
			.containsExactlyElementsOf(
					request.getInvocationsList().stream().map(ToFunction.Invocation::getArgument).toList());
		assertThat(answer.getOutgoingEgressesCount()).isEqualTo(request.getInvocationsCount());
	}

	private static FromFunction translate(ByteString answer) throws InvalidProtocolBufferException {
		var legacy = dev.statefun.protocol.reference.v2.FromFunction.parseFrom(answer).getInvocationResult();
		FromFunction.Builder translation = FromFunction.newBuilder();
		FromFunction.InvocationResponse.Builder response = translation.getInvocationResultBuilder();
		for (var mutation : legacy.getStateMutationsList()) {
			response.addStateMutationsBuilder()
				.setMutationType(MutationType.forNumber(mutation.getMutationTypeValue()))
				.setStateName(mutation.getStateName())
				.setStateValue(translate(Any.parseFrom(mutation.getStateValue())));
		}
		for (var message : legacy.getOutgoingMessagesList()) {
			response.addOutgoingMessagesBuilder()
				.setTarget(Address.parseFrom(message.getTarget().toByteString()))
				.setArgument(translate(message.getArgument()));
		}
		for (var message : legacy.getOutgoingEgressesList()) {
			response.addOutgoingEgressesBuilder()
				.setEgressNamespace(message.getEgressNamespace())
				.setEgressType(message.getEgressType())
				.setArgument(translate(message.getArgument()));
		}
		return translation.build();
	}

	private static TypedValue translate(Any value) throws InvalidProtocolBufferException {
		if (value.is(StringValue.class)) {
			return value("io.statefun.types/string", value.getValue());
		}
		if (value.is(Int64Value.class)) {
			return value("io.statefun.types/long",
					LongWrapper.newBuilder()
						.setValue(value.unpack(Int64Value.class).getValue())
						.build()
						.toByteString());
		}
		assertThat(value.getTypeUrl())
			.isEqualTo("type.googleapis.com/org.apache.flink.statefun.flink.io.KafkaProducerRecord");
		return value("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord", value.getValue());
	}

	private static TypedValue value(String type, ByteString bytes) {
		return TypedValue.newBuilder().setTypename(type).setHasValue(true).setValue(bytes).build();
	}

}
