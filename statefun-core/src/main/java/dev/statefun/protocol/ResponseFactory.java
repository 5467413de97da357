package dev.statefun.protocol;

/**
 * Starts answers, and keeps the names that they repeat. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ResponseFactory {

	private final EncodedNames legacyNames = new EncodedNames(ProtocolVersion.V2);

	private final EncodedNames names = new EncodedNames(ProtocolVersion.V3);

	/**
	 * Start an answer.
	 * @param version the protocol of the request
	 * @param expectedSize how many bytes it will probably have
	 * @return what writes the answer
	 */
	public ResponseWriter start(ProtocolVersion version, int expectedSize) {
		return new ResponseWriter(version, (version == ProtocolVersion.V2) ? this.legacyNames : this.names,
				expectedSize);
	}

}
