package dev.statefun.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.statefun.type.Type;

/**
 * One version of the protocol as the classes that protoc generated read and write it,
 * which the codecs are checked against.
 */
interface Reference {

	static Reference of(ProtocolVersion version) {
		return (version == ProtocolVersion.V2) ? new ReferenceV2() : new ReferenceV3();
	}

	InvocationBatch readRequest(byte[] request) throws InvalidProtocolBufferException;

	byte[] writeRequest(InvocationBatch batch);

	/**
	 * Read an answer that has effects. What it sends is in order of kind: messages,
	 * delayed ones, egress messages.
	 */
	Effects readEffects(byte[] response) throws InvalidProtocolBufferException;

	InvocationResult readResponse(byte[] response) throws InvalidProtocolBufferException;

	/**
	 * Parse an answer to a message that equals that of any other answer with the same
	 * meaning.
	 */
	Message parseResponse(byte[] response) throws InvalidProtocolBufferException;

	/** A type of which nothing but the name matters. */
	record NamedType(String typeName) implements Type<ByteString> {

		@Override
		public Class<ByteString> javaType() {
			return ByteString.class;
		}

		@Override
		public ByteString serialize(ByteString value) {
			return value;
		}

		@Override
		public ByteString deserialize(ByteString bytes) {
			return bytes;
		}

	}

}
