package dev.statefun.integration;

import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;

/**
 * A record that a function sent to the egress {@code test/out}.
 *
 * @param typename the typename (3.x) or the type URL (2.x) of its value
 * @param bytes the bytes of its value
 */
public record CommittedRecord(String typename, ByteString bytes) {

	/**
	 * Reads a string of either protocol, whose bytes are the same.
	 * @return the string
	 */
	public String asString() {
		return parse(() -> StringValue.parseFrom(this.bytes).getValue());
	}

	/**
	 * Reads a {@code long} of either protocol: eight bytes in 3.x, a varint in 2.x.
	 * @return the number
	 */
	public long asLong() {
		return parse(() -> {
			UnknownFieldSet.Field field = UnknownFieldSet.parseFrom(this.bytes).getField(1);
			return Stream.concat(field.getFixed64List().stream(), field.getVarintList().stream())
				.findFirst()
				.orElse(0L);
		});
	}

	private <T> T parse(Parsing<T> parsing) {
		try {
			return parsing.parse();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException("Another value than expected: " + this, ex);
		}
	}

	private interface Parsing<T> {

		T parse() throws InvalidProtocolBufferException;

	}

}
