package dev.statefun.protocol;

/**
 * Says how the protocol version of a request is known.
 *
 * @since 0.1.0
 */
public enum VersionEvidence {

	/** The configuration, the values of the request, or its {@code User-Agent}. */
	CERTAIN,

	/**
	 * Earlier requests. This one has no values, but an engine does not change its
	 * version.
	 */
	EARLIER_REQUESTS,

	/**
	 * Nothing. The request is taken for one of 3.x. The engine must not be asked for
	 * missing states, since an engine of 2.x would lose the messages.
	 */
	NONE

}
