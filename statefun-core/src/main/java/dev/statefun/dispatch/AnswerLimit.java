package dev.statefun.dispatch;

import dev.statefun.protocol.ProtocolVersion;

/**
 * How large an answer may be. The engine fails a call with a larger answer, and sends the
 * request again, so that it would never get on.
 *
 * @param bytes the largest size
 * @param legacy whether this holds for answers of 2.x as well
 */
record AnswerLimit(long bytes, boolean legacy) {

	/** The limit of the engine's async transport, which 2.x does not have. */
	static final AnswerLimit DEFAULT = new AnswerLimit(32 << 20, false);

	boolean isExceeded(long size, ProtocolVersion version) {
		return size > this.bytes && (this.legacy || version == ProtocolVersion.V3);
	}

}
