package dev.statefun.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.reference.v2.Address;
import dev.statefun.protocol.reference.v2.FromFunction;
import dev.statefun.protocol.reference.v2.ToFunction;
import dev.statefun.protocol.reference.v3.BooleanWrapper;
import dev.statefun.protocol.reference.v3.DoubleWrapper;
import dev.statefun.protocol.reference.v3.FloatWrapper;
import dev.statefun.protocol.reference.v3.IntWrapper;
import dev.statefun.protocol.reference.v3.LongWrapper;
import dev.statefun.protocol.reference.v3.StringWrapper;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

/**
 * The 2.x protocol by generated classes. Functions see its primitives and egress records
 * as those of 3.x.
 */
final class ReferenceV2 implements Reference {

	private static final String GOOGLE = "type.googleapis.com/google.protobuf.";

	private static final String PRIMITIVE = "io.statefun.types/";

	private static final String LEGACY_EGRESS = "type.googleapis.com/org.apache.flink.statefun.flink.io.";

	private static final String EGRESS = "type.googleapis.com/io.statefun.sdk.egress.";

	@Override
	public InvocationBatch readRequest(byte[] request) throws InvalidProtocolBufferException {
		ToFunction.InvocationBatchRequest batch = ToFunction.parseFrom(request).getInvocation();
		List<PersistedValue> states = batch.getStateList()
			.stream()
			.map((state) -> new PersistedValue(state.getStateName(),
					state.getStateValue().isEmpty() ? null : readState(state.getStateValue())))
			.toList();
		List<Invocation> invocations = batch.getInvocationsList()
			.stream()
			.map((invocation) -> new Invocation(isEmpty(invocation.getCaller()) ? null : read(invocation.getCaller()),
					read(invocation.getArgument())))
			.toList();
		return new InvocationBatch(ProtocolVersion.V2, read(batch.getTarget()), states, invocations);
	}

	@Override
	public byte[] writeRequest(InvocationBatch batch) {
		ToFunction.InvocationBatchRequest.Builder request = ToFunction.InvocationBatchRequest.newBuilder()
			.setTarget(write(batch.target()));
		for (PersistedValue state : batch.states()) {
			ToFunction.PersistedValue.Builder builder = request.addStateBuilder().setStateName(state.name());
			if (state.value() != null) {
				builder.setStateValue(write(state.value()).toByteString());
			}
		}
		for (Invocation invocation : batch.invocations()) {
			ToFunction.Invocation.Builder builder = request.addInvocationsBuilder()
				.setArgument(write(invocation.argument()));
			if (invocation.caller() != null) {
				builder.setCaller(write(invocation.caller()));
			}
		}
		return ToFunction.newBuilder().setInvocation(request).build().toByteArray();
	}

	@Override
	public InvocationResult readResponse(byte[] response) throws InvalidProtocolBufferException {
		return readEffects(response).toResult(ProtocolVersion.V2);
	}

	@Override
	public Effects readEffects(byte[] response) throws InvalidProtocolBufferException {
		FromFunction.InvocationResponse result = parseResponse(response);
		List<Mutation> mutations = result.getStateMutationsList()
			.stream()
			.map((mutation) -> new Mutation(mutation.getStateName(), switch (mutation.getMutationType()) {
				case MODIFY -> readState(mutation.getStateValue());
				default -> null;
			}))
			.toList();
		List<Outgoing> outgoing = new ArrayList<>();
		result.getOutgoingMessagesList()
			.forEach((message) -> outgoing.add(new Send(read(message.getTarget()), read(message.getArgument()))));
		result.getDelayedInvocationsList()
			.forEach((delayed) -> outgoing.add(new SendAfter(Duration.ofMillis(delayed.getDelayInMs()),
					read(delayed.getTarget()), read(delayed.getArgument()), null)));
		result.getOutgoingEgressesList()
			.forEach((egress) -> outgoing.add(new SendEgress(
					new TypeName(egress.getEgressNamespace(), egress.getEgressType()), read(egress.getArgument()))));
		return new Effects(mutations, outgoing);
	}

	/** An answer of no bytes at all means the same as one without effects. */
	@Override
	public FromFunction.InvocationResponse parseResponse(byte[] response) throws InvalidProtocolBufferException {
		return FromFunction.parseFrom(response).getInvocationResult();
	}

	private static boolean isEmpty(Address address) {
		return address.equals(Address.getDefaultInstance());
	}

	private static dev.statefun.Address read(Address address) {
		return new dev.statefun.Address(new TypeName(address.getNamespace(), address.getType()), address.getId());
	}

	private static Address write(dev.statefun.Address address) {
		return Address.newBuilder()
			.setNamespace(address.type().namespace())
			.setType(address.type().name())
			.setId(address.id())
			.build();
	}

	/** A state holds any bytes; what is no {@code Any} has no type. */
	private static TypedValue readState(ByteString bytes) {
		try {
			Any any = Any.parseFrom(bytes);
			UnknownFieldSet unknown = any.getUnknownFields();
			return (unknown.hasField(2) || unknown.hasField(3)) ? new TypedValue("", bytes) : read(any);
		}
		catch (InvalidProtocolBufferException ex) {
			return new TypedValue("", bytes);
		}
	}

	private static TypedValue read(Any any) {
		ByteString bytes = any.getValue();
		try {
			return switch (any.getTypeUrl()) {
				case GOOGLE + "BoolValue" ->
					primitive("bool", BooleanWrapper.newBuilder().setValue(BoolValue.parseFrom(bytes).getValue()));
				case GOOGLE + "Int32Value" ->
					primitive("int", IntWrapper.newBuilder().setValue(Int32Value.parseFrom(bytes).getValue()));
				case GOOGLE + "Int64Value" ->
					primitive("long", LongWrapper.newBuilder().setValue(Int64Value.parseFrom(bytes).getValue()));
				case GOOGLE + "FloatValue" ->
					primitive("float", FloatWrapper.newBuilder().setValue(FloatValue.parseFrom(bytes).getValue()));
				case GOOGLE + "DoubleValue" ->
					primitive("double", DoubleWrapper.newBuilder().setValue(DoubleValue.parseFrom(bytes).getValue()));
				case GOOGLE + "StringValue" ->
					primitive("string", StringWrapper.newBuilder().setValue(StringValue.parseFrom(bytes).getValue()));
				case LEGACY_EGRESS + "KafkaProducerRecord" -> new TypedValue(EGRESS + "KafkaProducerRecord", bytes);
				case LEGACY_EGRESS + "KinesisEgressRecord" -> new TypedValue(EGRESS + "KinesisEgressRecord", bytes);
				default -> new TypedValue(any.getTypeUrl(), bytes);
			};
		}
		catch (InvalidProtocolBufferException ex) {
			return new TypedValue(any.getTypeUrl(), bytes);
		}
	}

	private static TypedValue primitive(String name, MessageLite.Builder wrapper) {
		return new TypedValue(PRIMITIVE + name, wrapper.build().toByteString());
	}

	private static Any write(TypedValue value) {
		ByteString bytes = value.bytes();
		try {
			return switch (value.typeName()) {
				case PRIMITIVE + "bool" ->
					any(GOOGLE + "BoolValue", BoolValue.of(BooleanWrapper.parseFrom(bytes).getValue()).toByteString());
				case PRIMITIVE + "int" ->
					any(GOOGLE + "Int32Value", Int32Value.of(IntWrapper.parseFrom(bytes).getValue()).toByteString());
				case PRIMITIVE + "long" ->
					any(GOOGLE + "Int64Value", Int64Value.of(LongWrapper.parseFrom(bytes).getValue()).toByteString());
				case PRIMITIVE + "float" ->
					any(GOOGLE + "FloatValue", FloatValue.of(FloatWrapper.parseFrom(bytes).getValue()).toByteString());
				case PRIMITIVE + "double" -> any(GOOGLE + "DoubleValue",
						DoubleValue.of(DoubleWrapper.parseFrom(bytes).getValue()).toByteString());
				case PRIMITIVE + "string" -> any(GOOGLE + "StringValue",
						StringValue.of(StringWrapper.parseFrom(bytes).getValue()).toByteString());
				case EGRESS + "KafkaProducerRecord" -> any(LEGACY_EGRESS + "KafkaProducerRecord", bytes);
				case EGRESS + "KinesisEgressRecord" -> any(LEGACY_EGRESS + "KinesisEgressRecord", bytes);
				default -> any(value.typeName(), bytes);
			};
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException("A primitive has the bytes of something else", ex);
		}
	}

	private static Any any(String typeUrl, ByteString value) {
		return Any.newBuilder().setTypeUrl(typeUrl).setValue(value).build();
	}

}
