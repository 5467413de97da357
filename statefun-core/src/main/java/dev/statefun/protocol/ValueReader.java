package dev.statefun.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.type.TypedValue;

/**
 * Reads values whose protocol is not known yet. The bytes of an {@code Any} are in the
 * field in which a {@code TypedValue} says, as a number, whether it has a value; so the
 * wire type of that field tells them apart.
 */
final class ValueReader {

	/** That a field of 2.x was seen. */
	static final int LEGACY = 1;

	/** That a field of 3.x was seen. */
	static final int CURRENT = 2;

	/** That it says, as 3.x does, that it has a value. */
	static final int PRESENT = 4;

	private final WireReader reader;

	private int flags;

	private Map<String, ByteString> metadata = Map.of();

	ValueReader(WireReader reader) {
		this.reader = reader;
	}

	/**
	 * Read a value.
	 * @return the name of its type, empty if there is none, and its bytes, of whichever
	 * protocol
	 */
	TypedValue read() throws IOException {
		String typeName = "";
		ByteString bytes = ByteString.EMPTY;
		int seen = 0;
		this.metadata = Map.of();
		for (int tag = this.reader.nextTag(); tag != 0; tag = this.reader.nextTag()) {
			if (tag == WireReader.lengthDelimited(WireFields.VALUE_TYPE)) {
				typeName = this.reader.valueType();
			}
			else if (tag == WireReader.varint(WireFields.V3_VALUE_PRESENT)) {
				seen = CURRENT | (this.reader.bool() ? seen | PRESENT : seen & ~PRESENT);
			}
			else if (tag == WireReader.lengthDelimited(WireFields.V3_VALUE_BYTES)) {
				bytes = this.reader.bytes();
				seen |= CURRENT;
			}
			else if (tag == WireReader.lengthDelimited(WireFields.V2_VALUE_BYTES)) {
				bytes = this.reader.bytes();
				seen |= LEGACY;
			}
			else if (tag == WireReader.lengthDelimited(WireFields.V3_VALUE_METADATA)) {
				readMetadata(this.reader.detach());
			}
			else {
				this.reader.skip(tag);
			}
		}
		this.flags = seen;
		return new TypedValue(typeName, bytes);
	}

	/** Later engines may mean something else by the field, which is skipped then. */
	private void readMetadata(WireReader entry) {
		String key = "";
		ByteString value = ByteString.EMPTY;
		try {
			for (int tag = entry.nextTag(); tag != 0; tag = entry.nextTag()) {
				if (tag == WireReader.lengthDelimited(WireFields.METADATA_KEY)) {
					key = entry.name();
				}
				else if (tag == WireReader.lengthDelimited(WireFields.METADATA_VALUE)) {
					value = entry.bytes();
				}
				else {
					entry.skip(tag);
				}
			}
		}
		catch (IOException ex) {
			return;
		}
		this.metadata = this.metadata.isEmpty() ? new LinkedHashMap<>() : this.metadata;
		this.metadata.put(key, value);
	}

	/** What came with the value that was read last. */
	Map<String, ByteString> metadata() {
		return this.metadata;
	}

	/** What was seen in the value that was read last. */
	int flags() {
		return this.flags;
	}

}
