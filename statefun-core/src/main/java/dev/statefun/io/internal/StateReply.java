package dev.statefun.io.internal;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The states of an instance, on their way to a gateway.
 *
 * @param values the values by the names of the states, in the order of declaration;
 * nothing where there is none
 */
public record StateReply(Map<String, Optional<TypedValue>> values) {

	/** The name of the type under which states travel. */
	public static final String TYPE_NAME = Asks.RESERVED + "/StateReply";

	private static final int VERSION = 1;

	private static final int STATE = 2;

	private static final int NAME = 1;

	private static final int VALUE_TYPE = 2;

	private static final int VALUE = 3;

	private static final int DELIMITED = 2;

	/**
	 * Create a reply.
	 * @param values the values by the names of the states
	 */
	public StateReply {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Write the reply. It always has bytes, as the request does.
	 * @return the value that travels
	 */
	public TypedValue toValue() {
		ByteString.Output bytes = ByteString.newOutput();
		try {
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			output.writeInt32(VERSION, 1);
			for (Map.Entry<String, Optional<TypedValue>> state : this.values.entrySet()) {
				output.writeBytes(STATE, write(state.getKey(), state.getValue().orElse(null)));
			}
			output.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(TYPE_NAME, bytes.toByteString());
	}

	private static ByteString write(String name, @Nullable TypedValue value) throws IOException {
		ByteString.Output bytes = ByteString.newOutput();
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		output.writeString(NAME, name);
		if (value != null) {
			output.writeString(VALUE_TYPE, value.typeName());
			output.writeBytes(VALUE, value.bytes());
		}
		output.flush();
		return bytes.toByteString();
	}

	/**
	 * Read a reply.
	 * @param bytes the bytes of what {@link #toValue()} wrote
	 * @return the reply
	 * @throws SerializationException if the bytes are no reply
	 */
	public static StateReply from(ByteString bytes) {
		Map<String, Optional<TypedValue>> values = new LinkedHashMap<>();
		try {
			CodedInputStream input = bytes.newCodedInput();
			int tag;
			while ((tag = input.readTag()) != 0) {
				if (tag == (STATE << 3 | DELIMITED)) {
					read(input.readBytes(), values);
				}
				else {
					input.skipField(tag);
				}
			}
		}
		catch (IOException ex) {
			throw new SerializationException("The states of an instance cannot be read", ex);
		}
		return new StateReply(values);
	}

	private static void read(ByteString bytes, Map<String, Optional<TypedValue>> values) throws IOException {
		CodedInputStream input = bytes.newCodedInput();
		String name = "";
		String type = null;
		ByteString value = ByteString.EMPTY;
		int tag;
		while ((tag = input.readTag()) != 0) {
			switch (tag) {
				case NAME << 3 | DELIMITED -> name = input.readStringRequireUtf8();
				case VALUE_TYPE << 3 | DELIMITED -> type = input.readStringRequireUtf8();
				case VALUE << 3 | DELIMITED -> value = input.readBytes();
				default -> input.skipField(tag);
			}
		}
		values.put(name, Optional.ofNullable((type != null) ? new TypedValue(type, value) : null));
	}

}
