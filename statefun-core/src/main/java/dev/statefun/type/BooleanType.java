package dev.statefun.type;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

/**
 * Truth values.
 */
final class BooleanType extends PrimitiveType<Boolean> {

	private static final ByteString TRUE = ByteString
		.copyFrom(new byte[] { FIELD << 3 | WireFormat.WIRETYPE_VARINT, 1 });

	BooleanType() {
		super("bool", Boolean.class, false, WireFormat.WIRETYPE_VARINT, CodedInputStream::readBool);
	}

	@Override
	public ByteString serialize(Boolean value) {
		return value ? TRUE : ByteString.EMPTY;
	}

}
