package dev.statefun.protocol;

import java.io.IOException;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * A value whose protocol is not known yet. The bytes of an {@code Any} are in the field
 * in which a {@code TypedValue} says, as a number, whether it has a value; so the wire
 * type of that field tells them apart.
 *
 * @param typeName the name of the type, empty if there is none
 * @param bytes the serialized value, of whichever protocol
 * @param legacy whether a field of 2.x was seen
 * @param current whether a field of 3.x was seen
 * @param present whether it says, as 3.x does, that it has a value
 */
record RawValue(String typeName, ByteString bytes, boolean legacy, boolean current, boolean present) {

	static final RawValue NONE = new RawValue("", ByteString.EMPTY, false, false, false);

	static RawValue read(WireReader reader) throws IOException {
		String typeName = "";
		ByteString bytes = ByteString.EMPTY;
		boolean legacy = false;
		boolean current = false;
		boolean present = false;
		for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.VALUE_TYPE)) {
				typeName = reader.name();
			}
			else if (tag == WireReader.lengthDelimited(WireFields.V2_VALUE_BYTES)) {
				bytes = reader.bytes();
				legacy = true;
			}
			else if (tag == WireReader.varint(WireFields.V3_VALUE_PRESENT)) {
				present = reader.bool();
				current = true;
			}
			else if (tag == WireReader.lengthDelimited(WireFields.V3_VALUE_BYTES)) {
				bytes = reader.bytes();
				current = true;
			}
			else {
				reader.skip(tag);
			}
		}
		return new RawValue(typeName, bytes, legacy, current, present);
	}

	TypedValue toTypedValue() {
		return new TypedValue(this.typeName, this.bytes);
	}

}
