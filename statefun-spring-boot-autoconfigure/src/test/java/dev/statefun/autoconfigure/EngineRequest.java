package dev.statefun.autoconfigure;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/**
 * Requests as the engines write them, field by field.
 */
final class EngineRequest {

	private EngineRequest() {
	}

	/** A 3.x request: one message, and a state that is absent. */
	static byte[] v3(String type, String id, String state, String valueType, ByteString value) {
		return request(type, id, message(1, state), message(1, valueType, 2, 1L, 3, value));
	}

	/** A 2.x request: one message, and a state that is absent. */
	static byte[] v2(String type, String id, String state, String valueType, ByteString value) {
		return request(type, id, message(1, state), message(1, valueType, 2, value));
	}

	private static byte[] request(String type, String id, ByteString state, ByteString argument) {
		String[] name = type.split("/");
		ByteString target = message(1, name[0], 2, name[1], 3, id);
		return message(100, message(1, target, 2, state, 3, message(2, argument))).toByteArray();
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

}
