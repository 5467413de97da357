package dev.statefun.benchmarks.generated;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.benchmarks.work.Work;
import dev.statefun.protocol.reference.egress.KafkaProducerRecord;
import dev.statefun.protocol.reference.v3.Address;
import dev.statefun.protocol.reference.v3.FromFunction.PersistedValueMutation.MutationType;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.protocol.reference.v3.LongWrapper;
import dev.statefun.protocol.reference.v3.StringWrapper;
import dev.statefun.protocol.reference.v3.ToFunction;
import dev.statefun.protocol.reference.v3.TypedValue;

/**
 * The least that one would write by hand for {@link Work#COUNTER}: no types, no checks,
 * no errors.
 */
public final class GeneratedFunctions {

	/**
	 * Answer a request.
	 * @param request its bytes
	 * @return those of the answer
	 * @throws InvalidProtocolBufferException if they are not a request
	 */
	public byte[] answer(byte[] request) throws InvalidProtocolBufferException {
		return invoke(request).toByteArray();
	}

	/**
	 * Answer a request as a transport does.
	 * @param request its bytes
	 * @param sink where the bytes of the answer go, as to a socket
	 * @return how many there were
	 * @throws IOException if they are not a request
	 */
	public int answer(byte[] request, byte[] sink) throws IOException {
		CodedOutputStream output = CodedOutputStream.newInstance(sink);
		invoke(request).writeTo(output);
		return output.getTotalBytesWritten();
	}

	private static FromFunction invoke(byte[] request) throws InvalidProtocolBufferException {
		ToFunction.InvocationBatchRequest batch = ToFunction.parseFrom(request).getInvocation();
		FromFunction.InvocationResponse.Builder response = FromFunction.InvocationResponse.newBuilder();
		TypedValue seen = batch.getState(0).getStateValue();
		for (ToFunction.Invocation invocation : batch.getInvocationsList()) {
			String text = StringWrapper.parseFrom(invocation.getArgument().getValue()).getValue();
			long count = LongWrapper.parseFrom(seen.getValue()).getValue() + 1;
			seen = value(seen.getTypename(), LongWrapper.newBuilder().setValue(count).build().toByteString());
			String id = batch.getTarget().getId();
			response.addOutgoingMessages(message(id, text));
			response.addOutgoingEgresses(record(id, text));
		}
		response.addStateMutations(FromFunction.PersistedValueMutation.newBuilder()
			.setMutationType(MutationType.MODIFY)
			.setStateName(batch.getState(0).getStateName())
			.setStateValue(seen));
		return FromFunction.newBuilder().setInvocationResult(response).build();
	}

	private static FromFunction.Invocation message(String id, String text) {
		return FromFunction.Invocation.newBuilder()
			.setTarget(Address.newBuilder().setNamespace("bench").setType("other").setId(id))
			.setArgument(
					value("io.statefun.types/string", StringWrapper.newBuilder().setValue(text).build().toByteString()))
			.build();
	}

	private static FromFunction.EgressMessage record(String key, String value) {
		KafkaProducerRecord kafkaRecord = KafkaProducerRecord.newBuilder()
			.setKey(key)
			.setValueBytes(ByteString.copyFromUtf8(value))
			.setTopic(Work.TOPIC)
			.build();
		return FromFunction.EgressMessage.newBuilder()
			.setEgressNamespace("bench")
			.setEgressType("out")
			.setArgument(
					value("type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord", kafkaRecord.toByteString()))
			.build();
	}

	private static TypedValue value(String type, ByteString bytes) {
		return TypedValue.newBuilder().setTypename(type).setHasValue(true).setValue(bytes).build();
	}

}
