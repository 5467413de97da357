package dev.statefun.protocol;

import java.io.IOException;
import java.util.Arrays;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes protobuf fields to an array of exactly their size. The content is gone through
 * twice: to measure it, noting the lengths of nested messages, and to write it. Fields
 * with the default value are left out.
 */
final class WireWriter {

	private int[] lengths = new int[64];

	/** How many nested messages have begun in this pass. */
	private int nested;

	private int size;

	/** Absent while measuring. */
	private @Nullable CodedOutputStream output;

	private WireWriter() {
	}

	static byte[] write(Content content) {
		WireWriter writer = new WireWriter();
		try {
			content.writeTo(writer);
			byte[] bytes = new byte[writer.size];
			CodedOutputStream output = CodedOutputStream.newInstance(bytes);
			writer.output = output;
			writer.nested = 0;
			content.writeTo(writer);
			output.checkNoSpaceLeft();
			return bytes;
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
	}

	void message(int field, Content content) throws IOException {
		int index = this.nested++;
		if (this.output != null) {
			this.output.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
			this.output.writeUInt32NoTag(this.lengths[index]);
			content.writeTo(this);
			return;
		}
		if (index == this.lengths.length) {
			this.lengths = Arrays.copyOf(this.lengths, 2 * index);
		}
		int start = this.size;
		content.writeTo(this);
		int length = this.size - start;
		this.lengths[index] = length;
		this.size += CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length);
	}

	void string(int field, String value) throws IOException {
		if (value.isEmpty()) {
			return;
		}
		if (this.output != null) {
			this.output.writeString(field, value);
			return;
		}
		this.size += CodedOutputStream.computeStringSize(field, value);
	}

	void bytes(int field, ByteString value) throws IOException {
		if (value.isEmpty()) {
			return;
		}
		if (this.output != null) {
			this.output.writeBytes(field, value);
			return;
		}
		this.size += CodedOutputStream.computeBytesSize(field, value);
	}

	void number(int field, long value) throws IOException {
		if (value == 0) {
			return;
		}
		if (this.output != null) {
			this.output.writeInt64(field, value);
			return;
		}
		this.size += CodedOutputStream.computeInt64Size(field, value);
	}

	void bool(int field, boolean value) throws IOException {
		number(field, value ? 1 : 0);
	}

	interface Content {

		void writeTo(WireWriter writer) throws IOException;

	}

}
