package dev.statefun.type;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/**
 * Texts, which most messages are or hold: written with one look at their characters, and
 * read without a parser if they are short and in the usual form.
 */
final class StringType extends PrimitiveType<String> {

	private static final byte TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	private static final char REPLACEMENT = '\uFFFD';

	StringType() {
		super("string", String.class, "", WireFormat.WIRETYPE_LENGTH_DELIMITED, String::isEmpty,
				(value) -> CodedOutputStream.computeByteArraySizeNoTag(utf8(value)),
				(output, value) -> output.writeByteArrayNoTag(utf8(value)), CodedInputStream::readStringRequireUtf8);
	}

	/** Replaces lone surrogates, as the official SDK does. */
	private static byte[] utf8(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public ByteString serialize(String value) {
		byte[] utf8 = utf8(value);
		if (utf8.length == 0 || utf8.length > Byte.MAX_VALUE) {
			return super.serialize(value);
		}
		byte[] bytes = new byte[2 + utf8.length];
		bytes[0] = TAG;
		bytes[1] = (byte) utf8.length;
		System.arraycopy(utf8, 0, bytes, 2, utf8.length);
		return UnsafeByteOperations.unsafeWrap(bytes);
	}

	@Override
	public String deserialize(ByteString bytes) {
		int length = bytes.size() - 2;
		if (length >= 0 && bytes.byteAt(0) == TAG && bytes.byteAt(1) == length) {
			String text = bytes.substring(2).toStringUtf8();
			if (text.indexOf(REPLACEMENT) < 0) {
				return text;
			}
		}
		return super.deserialize(bytes);
	}

}
