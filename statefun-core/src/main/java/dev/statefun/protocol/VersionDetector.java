package dev.statefun.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Tells the protocol of a request from its values: from its arguments, since engines
 * treat stored values as opaque bytes, and from its states only if the arguments leave it
 * open.
 */
final class VersionDetector {

	private final @Nullable ProtocolVersion pinned;

	private int flags;

	VersionDetector(@Nullable ProtocolVersion pinned) {
		this.pinned = pinned;
	}

	/**
	 * See a value.
	 * @param flags what {@link ValueReader#flags()} told of it
	 */
	void see(int flags) {
		this.flags |= flags;
	}

	/** Whether the values seen so far leave the version open. */
	boolean isOpen() {
		return this.pinned == null && !isLegacy() && !isCurrent();
	}

	/**
	 * Return the version.
	 * @throws ProtocolMismatchException if values of another version were seen than of
	 * the one that is spoken
	 */
	ProtocolVersion version() {
		if (isLegacy() && isCurrent()) {
			throw new ProtocolMismatchException("The request has values of the 2.x protocol and of the 3.x protocol."
					+ " An engine relays such values after it was answered in the wrong protocol:"
					+ " set statefun.protocol to the one that the engine speaks");
		}
		ProtocolVersion other = (this.pinned == ProtocolVersion.V2) ? ProtocolVersion.V3 : ProtocolVersion.V2;
		if (this.pinned != null && ((other == ProtocolVersion.V2) ? isLegacy() : isCurrent())) {
			throw new ProtocolMismatchException(
					"The request has values of the %s protocol, but statefun.protocol is set to %s".formatted(other,
							this.pinned));
		}
		if (this.pinned != null) {
			return this.pinned;
		}
		// The SDKs of 3.x always say that a value is there, so silence means 2.x
		return isCurrent() ? ProtocolVersion.V3 : ProtocolVersion.V2;
	}

	private boolean isLegacy() {
		return (this.flags & ValueReader.LEGACY) != 0;
	}

	private boolean isCurrent() {
		return (this.flags & ValueReader.CURRENT) != 0;
	}

}
