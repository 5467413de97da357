package dev.statefun.protocol.internal;

import dev.statefun.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tells the protocol of a request from its arguments. States decide only if the arguments
 * leave it open, since engines treat stored values as opaque bytes.
 */
final class VersionDetector {

	private VersionDetector() {
	}

	/** Whether values leave the version open. */
	static boolean isOpen(int flags) {
		return !ValueFlags.isLegacy(flags) && !ValueFlags.isCurrent(flags);
	}

	/**
	 * Return the version.
	 * @param flags the {@link ValueFlags} of all values that matter
	 * @param pinned the version that is spoken, or {@code null} if that is left to the
	 * engine
	 * @return the version, or {@code null} if nothing tells it. A value of 2.x with all
	 * defaults and a message of 3.x without a value are the same bytes
	 * @throws ProtocolMismatchException if values of another version were seen than of
	 * the one that is spoken
	 */
	static @Nullable ProtocolVersion detect(int flags, @Nullable ProtocolVersion pinned) {
		boolean legacy = ValueFlags.isLegacy(flags);
		boolean current = ValueFlags.isCurrent(flags);
		if (legacy && current) {
			throw new ProtocolMismatchException("The request has values of the 2.x protocol and of the 3.x protocol."
					+ " An engine relays such values after it was answered in the wrong protocol:"
					+ " set statefun.protocol to the one that the engine speaks");
		}
		ProtocolVersion other = (pinned == ProtocolVersion.V2) ? ProtocolVersion.V3 : ProtocolVersion.V2;
		if (pinned != null && ((other == ProtocolVersion.V2) ? legacy : current)) {
			throw new ProtocolMismatchException(
					"The request has values of the %s protocol, but statefun.protocol is set to %s".formatted(other,
							pinned));
		}
		if (pinned != null) {
			return pinned;
		}
		return current ? ProtocolVersion.V3 : legacy ? ProtocolVersion.V2 : null;
	}

}
