package dev.statefun.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.reference.v3.Address;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.protocol.reference.v3.ToFunction;
import dev.statefun.protocol.reference.v3.TypedValue;
import dev.statefun.type.TypeName;

/**
 * The 3.x protocol by generated classes.
 */
final class ReferenceV3 implements Reference {

	@Override
	public InvocationBatch readRequest(byte[] request) throws InvalidProtocolBufferException {
		ToFunction.InvocationBatchRequest batch = ToFunction.parseFrom(request).getInvocation();
		List<PersistedValue> states = batch.getStateList()
			.stream()
			.map((state) -> new PersistedValue(state.getStateName(),
					state.getStateValue().getHasValue() ? read(state.getStateValue()) : null))
			.toList();
		List<Invocation> invocations = batch.getInvocationsList()
			.stream()
			.map((invocation) -> new Invocation(isEmpty(invocation.getCaller()) ? null : read(invocation.getCaller()),
					read(invocation.getArgument())))
			.toList();
		return new InvocationBatch(ProtocolVersion.V3, read(batch.getTarget()), states, invocations);
	}

	@Override
	public byte[] writeRequest(InvocationBatch batch) {
		ToFunction.InvocationBatchRequest.Builder request = ToFunction.InvocationBatchRequest.newBuilder()
			.setTarget(write(batch.target()));
		for (PersistedValue state : batch.states()) {
			ToFunction.PersistedValue.Builder builder = request.addStateBuilder().setStateName(state.name());
			if (state.value() != null) {
				builder.setStateValue(write(state.value()));
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
		FromFunction message = FromFunction.parseFrom(response);
		return message.hasIncompleteInvocationContext() ? read(message.getIncompleteInvocationContext())
				: read(message.getInvocationResult()).toResult(ProtocolVersion.V3);
	}

	@Override
	public Effects readEffects(byte[] response) throws InvalidProtocolBufferException {
		return read(FromFunction.parseFrom(response).getInvocationResult());
	}

	private static Incomplete read(FromFunction.IncompleteInvocationContext incomplete) {
		return new Incomplete(incomplete.getMissingValuesList()
			.stream()
			.<ValueSpec<?>>map((spec) -> new ValueSpec<>(spec.getStateName(), new NamedType(spec.getTypeTypename()),
					read(spec.getExpirationSpec())))
			.toList());
	}

	private static Expiration read(FromFunction.ExpirationSpec expiration) {
		Expiration.Mode mode = switch (expiration.getMode()) {
			case AFTER_WRITE -> Expiration.Mode.AFTER_WRITE;
			case AFTER_INVOKE -> Expiration.Mode.AFTER_INVOKE;
			default -> Expiration.Mode.NONE;
		};
		return new Expiration(mode, Duration.ofMillis(expiration.getExpireAfterMillis()));
	}

	private static Effects read(FromFunction.InvocationResponse result) {
		List<Mutation> mutations = result.getStateMutationsList()
			.stream()
			.map((mutation) -> new Mutation(mutation.getStateName(), switch (mutation.getMutationType()) {
				case MODIFY -> read(mutation.getStateValue());
				default -> null;
			}))
			.toList();
		List<Outgoing> outgoing = new ArrayList<>();
		result.getOutgoingMessagesList()
			.forEach((message) -> outgoing.add(new Send(read(message.getTarget()), read(message.getArgument()))));
		result.getDelayedInvocationsList().forEach((delayed) -> outgoing.add(read(delayed)));
		result.getOutgoingEgressesList()
			.forEach((egress) -> outgoing.add(new SendEgress(
					new TypeName(egress.getEgressNamespace(), egress.getEgressType()), read(egress.getArgument()))));
		return new Effects(mutations, outgoing);
	}

	private static Outgoing read(FromFunction.DelayedInvocation delayed) {
		String token = delayed.getCancellationToken();
		if (delayed.getIsCancellationRequest()) {
			return new CancelDelayed(token);
		}
		return new SendAfter(Duration.ofMillis(delayed.getDelayInMs()), read(delayed.getTarget()),
				read(delayed.getArgument()), token.isEmpty() ? null : token);
	}

	/**
	 * An expiration that is not said means the same as one that is said to be none, and
	 * an answer of no bytes at all the same as one without effects.
	 */
	@Override
	public Message parseResponse(byte[] response) throws InvalidProtocolBufferException {
		FromFunction message = FromFunction.parseFrom(response);
		if (!message.hasIncompleteInvocationContext()) {
			return message.getInvocationResult();
		}
		FromFunction.IncompleteInvocationContext.Builder incomplete = message.getIncompleteInvocationContext()
			.toBuilder();
		incomplete.getMissingValuesBuilderList()
			.stream()
			.filter((spec) -> spec.getExpirationSpec().equals(FromFunction.ExpirationSpec.getDefaultInstance()))
			.forEach(FromFunction.PersistedValueSpec.Builder::clearExpirationSpec);
		return incomplete.build();
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

	private static dev.statefun.type.TypedValue read(TypedValue value) {
		return value.getHasValue() ? new dev.statefun.type.TypedValue(value.getTypename(), value.getValue())
				: dev.statefun.type.TypedValue.withoutValue(value.getTypename(), value.getValue());
	}

	private static TypedValue write(dev.statefun.type.TypedValue value) {
		return TypedValue.newBuilder()
			.setTypename(value.typeName())
			.setHasValue(value.hasValue())
			.setValue(value.bytes())
			.build();
	}

}
