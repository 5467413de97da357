package dev.statefun.protocol;

/**
 * A generation of the request-reply protocol.
 *
 * @since 0.1.0
 */
public enum ProtocolVersion {

	/** The protocol of StateFun 2.0 to 2.2: values are {@code google.protobuf.Any}. */
	V2("2.x"),

	/** The protocol of StateFun 3.0 and later: values are {@code TypedValue}. */
	V3("3.x");

	private final String label;

	ProtocolVersion(String label) {
		this.label = label;
	}

	/**
	 * Return the version as people write it.
	 * @return {@code 2.x} or {@code 3.x}
	 */
	@Override
	public String toString() {
		return this.label;
	}

}
