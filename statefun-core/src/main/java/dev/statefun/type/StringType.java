package dev.statefun.type;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/**
 * Texts, read without a stream if they are short and in the usual form.
 */
final class StringType extends PrimitiveType<String> {

	private static final byte TAG = FIELD << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	private static final char REPLACEMENT = '\uFFFD';

	StringType() {
		super("string", String.class, "", WireFormat.WIRETYPE_LENGTH_DELIMITED,
				CodedInputStream::readStringRequireUtf8);
	}

	/** Replaces lone surrogates, as the official SDK does. */
	@Override
	public ByteString serialize(String value) {
		byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
		if (utf8.length == 0) {
			return ByteString.EMPTY;
		}
		byte[] bytes = new byte[1 + CodedOutputStream.computeByteArraySizeNoTag(utf8)];
		bytes[0] = TAG;
		int start = bytes.length - utf8.length;
		int length = utf8.length;
		for (int i = 1; i < start; i++) {
			bytes[i] = (byte) ((i < start - 1) ? length | 0x80 : length);
			length >>>= 7;
		}
		System.arraycopy(utf8, 0, bytes, start, utf8.length);
		return UnsafeByteOperations.unsafeWrap(bytes);
	}

	@Override
	String read(byte[] array, int start, int length) {
		int size = length - 2;
		if (size >= 0 && size <= Byte.MAX_VALUE && array[start] == TAG && array[start + 1] == size) {
			String text = new String(array, start + 2, size, StandardCharsets.UTF_8);
			if (text.indexOf(REPLACEMENT) < 0) {
				return text;
			}
		}
		return super.read(array, start, length);
	}

}
