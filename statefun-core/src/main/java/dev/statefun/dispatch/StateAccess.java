package dev.statefun.dispatch;

/**
 * Says what a client may do with the states of functions.
 *
 * @since 0.1.0
 */
public enum StateAccess {

	/** Nothing. */
	NONE,

	/** Read them. */
	READ,

	/** Read them, set them, and remove them. */
	WRITE;

	/**
	 * Tell whether an access is allowed.
	 * @param write whether it changes a state
	 * @return whether this is enough for it
	 */
	public boolean allows(boolean write) {
		return this == WRITE || (this == READ && !write);
	}

}
