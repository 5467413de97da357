package dev.statefun.protocol.internal;

import dev.statefun.Address;
import dev.statefun.protocol.ProtocolVersion;

/**
 * Starts answers, and keeps the names that they repeat and their buffers. Safe for use by
 * many threads.
 */
public final class ResponseFactory {

	private final EncodedNames legacyNames = new EncodedNames(ProtocolVersion.V2);

	private final EncodedNames names = new EncodedNames(ProtocolVersion.V3);

	private final BufferPool buffers = new BufferPool();

	/**
	 * Create a factory that keeps nothing yet.
	 */
	public ResponseFactory() {
	}

	/**
	 * Start an answer.
	 * @param version the protocol of the request
	 * @param target the function instance that the request is for
	 * @param expectedSize how many bytes the answer will probably have
	 * @return the writer of the answer
	 */
	public ResponseWriter start(ProtocolVersion version, Address target, int expectedSize) {
		EncodedNames encodedNames = (version == ProtocolVersion.V2) ? this.legacyNames : this.names;
		PooledBuffer buffer = this.buffers.take(ResponseWriter.HEADER_SIZE + expectedSize);
		return new ResponseWriter(version, target.id(), encodedNames, buffer, buffer.bytes());
	}

}
