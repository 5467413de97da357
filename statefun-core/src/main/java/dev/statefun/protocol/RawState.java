package dev.statefun.protocol;

import java.io.IOException;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A state whose protocol is not known yet.
 *
 * @param name the name of the state
 * @param value its value
 * @param flags what {@link ValueReader#flags()} told of it; of 2.x if the bytes are no
 * message at all, since only there they may be anything
 * @param bytes the bytes of the value, empty if there is none
 */
record RawState(String name, TypedValue value, int flags, ByteString bytes) {

	private static final TypedValue NONE = new TypedValue("", ByteString.EMPTY);

	static RawState of(String name, @Nullable WireReader reader) {
		if (reader == null) {
			return new RawState(name, NONE, 0, ByteString.EMPTY);
		}
		ByteString bytes = reader.rest();
		try {
			ValueReader values = new ValueReader(reader);
			TypedValue value = values.read();
			return new RawState(name, value, values.flags(), bytes);
		}
		catch (IOException ex) {
			return new RawState(name, new TypedValue("", bytes), ValueReader.LEGACY, bytes);
		}
	}

	@Nullable TypedValue valueIn(ProtocolVersion version) {
		return (version == ProtocolVersion.V2) ? legacyValue() : currentValue();
	}

	private @Nullable TypedValue legacyValue() {
		if (this.bytes.isEmpty()) {
			return null;
		}
		// What is not in the form of an Any is for whoever reads the state to complain
		// about
		return has(ValueReader.CURRENT) ? new TypedValue("", this.bytes) : LegacyValues.fromWire(this.value);
	}

	private @Nullable TypedValue currentValue() {
		if (has(ValueReader.LEGACY)) {
			throw new ProtocolMismatchException(
					"The state '%s' in a request of the 3.x protocol is not a value of 3.x".formatted(this.name));
		}
		return has(ValueReader.PRESENT) ? this.value : null;
	}

	private boolean has(int flag) {
		return (this.flags & flag) != 0;
	}

}
