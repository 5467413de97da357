package dev.statefun.protocol;

import java.io.IOException;

import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A state whose protocol is not known yet.
 *
 * @param name the name of the state
 * @param value its value, or {@code null} if there is none or it cannot be read
 * @param flags what {@link ValueReader#flags()} told of it; of 2.x if the bytes are no
 * message at all, since only there they may be anything
 * @param reader what read the value, or {@code null} if there is none
 */
record RawState(String name, @Nullable TypedValue value, int flags, @Nullable WireReader reader) {

	static RawState of(String name, @Nullable WireReader reader) {
		if (reader == null || reader.remaining() == 0) {
			return new RawState(name, null, 0, null);
		}
		try {
			ValueReader values = new ValueReader(reader);
			TypedValue value = values.read();
			return new RawState(name, value, values.flags(), reader);
		}
		catch (IOException ex) {
			return new RawState(name, null, ValueReader.LEGACY, reader);
		}
	}

	@Nullable TypedValue valueIn(ProtocolVersion version) {
		return (version == ProtocolVersion.V2) ? legacyValue() : currentValue();
	}

	private @Nullable TypedValue legacyValue() {
		if (this.reader == null) {
			return null;
		}
		// What is not in the form of an Any is for whoever reads the state to complain
		// about
		return (this.value == null || has(ValueReader.CURRENT)) ? new TypedValue("", this.reader.whole())
				: LegacyValues.fromWire(this.value);
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
