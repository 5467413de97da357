package dev.statefun.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/**
 * Requests as the engines write them, field by field.
 */
public final class EngineRequest {

	private EngineRequest() {
	}

	/** A 3.x request: one message, and a state that is absent. */
	public static byte[] v3(String type, String id, String state, String valueType, ByteString value) {
		return request(type, id, message(1, state), message(1, valueType, 2, 1L, 3, value));
	}

	/** A 2.x request: one message, and a state that is absent. */
	public static byte[] v2(String type, String id, String state, String valueType, ByteString value) {
		return request(type, id, message(1, state), message(1, valueType, 2, value));
	}

	/**
	 * A 3.x request: messages of one type from one caller, and a state that has a value.
	 */
	public static byte[] v3Batch(String type, String id, String callerId, String state, Value stateValue,
			Value... messages) {
		ByteString batch = message(1, address(type, id), 2, message(1, state, 2, value(stateValue)));
		for (Value message : messages) {
			batch = batch.concat(message(3, message(1, address(type, callerId), 2, value(message))));
		}
		return message(100, batch).toByteArray();
	}

	private static ByteString value(Value value) {
		return message(1, value.typeName(), 2, 1L, 3, value.bytes());
	}

	private static ByteString address(String type, String id) {
		String[] name = type.split("/");
		return message(1, name[0], 2, name[1], 3, id);
	}

	private static byte[] request(String type, String id, ByteString state, ByteString argument) {
		return message(100, message(1, address(type, id), 2, state, 3, message(2, argument))).toByteArray();
	}

	private static ByteString message(Object... fields) {
		UnknownFieldSet.Builder builder = UnknownFieldSet.newBuilder();
		for (int i = 0; i < fields.length; i += 2) {
			Object value = fields[i + 1];
			Field field = (value instanceof Long number) ? Field.newBuilder().addVarint(number).build()
					: Field.newBuilder()
						.addLengthDelimited(
								(value instanceof ByteString bytes) ? bytes : ByteString.copyFromUtf8((String) value))
						.build();
			builder.mergeField((Integer) fields[i], field);
		}
		return builder.build().toByteString();
	}

	/**
	 * A value of 3.x.
	 *
	 * @param typeName the name of its type
	 * @param bytes its bytes
	 */
	public record Value(String typeName, ByteString bytes) {
	}

}
