package dev.statefun.protocol.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

/**
 * The engine's side of the request-reply protocol, for what stands in for an engine, such
 * as tests: {@link InvocationBatch} to bytes of a request, bytes of an answer to
 * {@link InvocationResult}. Safe for use by many threads.
 *
 * @see RequestReplyProtocol
 */
public final class EngineProtocol {

	private EngineProtocol() {
	}

	/**
	 * Write a request.
	 * @param request the request
	 * @return the bytes of a {@code ToFunction} message, as the engines of the request's
	 * version write it
	 */
	public static byte[] encode(InvocationBatch request) {
		WireWriter batch = new WireWriter();
		batch.message(WireFields.BATCH_TARGET, encode(request.target()));
		for (PersistedValue state : request.states()) {
			batch.message(WireFields.BATCH_STATE, encode(state, request.version()));
		}
		for (Invocation invocation : request.invocations()) {
			batch.message(WireFields.BATCH_INVOCATIONS, encode(invocation, request.version()));
		}
		WireWriter toFunction = new WireWriter();
		toFunction.message(WireFields.TO_FUNCTION_INVOCATION, batch.toByteArray());
		return toFunction.toByteArray();
	}

	private static byte[] encode(Address address) {
		WireWriter writer = new WireWriter();
		writer.text(WireFields.ADDRESS_NAMESPACE, address.type().namespace());
		writer.text(WireFields.ADDRESS_TYPE, address.type().name());
		writer.text(WireFields.ADDRESS_ID, address.id());
		return writer.toByteArray();
	}

	private static byte[] encode(PersistedValue state, ProtocolVersion version) {
		WireWriter writer = new WireWriter();
		writer.text(WireFields.STATE_NAME, state.name());
		if (state.value() != null) {
			writer.message(WireFields.STATE_VALUE, encode(state.value(), version));
		}
		return writer.toByteArray();
	}

	private static byte[] encode(Invocation invocation, ProtocolVersion version) {
		WireWriter writer = new WireWriter();
		if (invocation.caller() != null) {
			writer.message(WireFields.INVOCATION_CALLER, encode(invocation.caller()));
		}
		writer.message(WireFields.INVOCATION_ARGUMENT, encode(invocation.argument(), version));
		return writer.toByteArray();
	}

	private static byte[] encode(TypedValue value, ProtocolVersion version) {
		boolean legacy = version == ProtocolVersion.V2;
		ByteString bytes = legacy ? LegacyValues.toWireBytes(value) : value.bytes();
		WireWriter writer = new WireWriter();
		writer.text(WireFields.VALUE_TYPE, legacy ? LegacyValues.toWireName(value.typeName()) : value.typeName());
		if (!legacy) {
			writer.number(WireFields.V3_VALUE_PRESENT, value.hasValue() ? 1 : 0);
		}
		if (!bytes.isEmpty()) {
			writer.message(legacy ? WireFields.V2_VALUE_BYTES : WireFields.V3_VALUE_BYTES, bytes.toByteArray());
		}
		return writer.toByteArray();
	}

	/**
	 * Read an answer.
	 * @param version the protocol of the request
	 * @param answer the bytes of a {@code FromFunction} message
	 * @return the effects, or the states that the request lacked. These have types of
	 * plain bytes. Effects are read when they are asked for, and only as this library
	 * writes them
	 * @throws MalformedAnswerException if the bytes are not such a message
	 */
	public static InvocationResult decode(ProtocolVersion version, ByteString answer) {
		byte[] bytes = answer.toByteArray();
		if (bytes.length == 0) {
			return Completed.of(version, List.of(), List.of());
		}
		WireReader reader = new WireReader(bytes);
		try {
			int field = reader.nextTag() >>> 3;
			reader.enter();
			if (field == WireFields.FROM_FUNCTION_INCOMPLETE) {
				return new Incomplete(missing(reader));
			}
			return new Completed(EncodedEffects.of(version, bytes));
		}
		catch (IOException ex) {
			throw new MalformedAnswerException("The bytes are not an answer: " + ex.getMessage(), ex);
		}
	}

	private static List<ValueSpec<?>> missing(WireReader reader) throws IOException {
		List<ValueSpec<?>> missing = new ArrayList<>();
		for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
			int outer = reader.enter();
			missing.add(spec(reader));
			reader.leave(outer);
		}
		return missing;
	}

	private static ValueSpec<?> spec(WireReader reader) throws IOException {
		String name = "";
		String type = "";
		Expiration expiration = Expiration.none();
		for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.SPEC_NAME -> name = reader.text();
				case WireFields.SPEC_TYPE -> type = reader.text();
				case WireFields.SPEC_EXPIRATION -> {
					int outer = reader.enter();
					expiration = expiration(reader);
					reader.leave(outer);
				}
				default -> reader.skip(tag);
			}
		}
		return ValueSpec.of(name, Types.bytes(type)).withExpiration(expiration);
	}

	private static Expiration expiration(WireReader reader) throws IOException {
		long mode = 0;
		long millis = 0;
		for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
			switch (tag >>> 3) {
				case WireFields.EXPIRATION_MODE -> mode = reader.number();
				case WireFields.EXPIRATION_MILLIS -> millis = reader.number();
				default -> reader.skip(tag);
			}
		}
		return (mode == 0) ? Expiration.none() : new Expiration(
				(mode == 1) ? Expiration.Mode.AFTER_WRITE : Expiration.Mode.AFTER_INVOKE, Duration.ofMillis(millis));
	}

}
