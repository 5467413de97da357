package dev.statefun.protocol;

import java.io.IOException;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A state whose protocol is not known yet.
 *
 * @param name the name of the state
 * @param value its value; of 2.x if the bytes are no message at all, since only there
 * they may be anything
 * @param bytes the bytes of the value, empty if there is none
 */
record RawState(String name, RawValue value, ByteString bytes) {

	static RawState of(String name, @Nullable WireReader reader) {
		if (reader == null) {
			return new RawState(name, RawValue.NONE, ByteString.EMPTY);
		}
		ByteString bytes = reader.rest();
		try {
			return new RawState(name, RawValue.read(reader), bytes);
		}
		catch (IOException ex) {
			return new RawState(name, new RawValue("", bytes, true, false, false), bytes);
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
		return this.value.current() ? new TypedValue("", this.bytes) : LegacyValues.fromWire(this.value.toTypedValue());
	}

	private @Nullable TypedValue currentValue() {
		if (this.value.legacy()) {
			throw new ProtocolMismatchException(
					"The state '%s' in a request of the 3.x protocol is not a value of 3.x".formatted(this.name));
		}
		return this.value.present() ? this.value.toTypedValue() : null;
	}

}
