package dev.statefun.dispatch.internal;

/**
 * Tells whether code runs within a handler. It looks at the stack, so that handlers need
 * not leave a mark on their thread for each message.
 */
public final class HandlerFrames {

	private static final String ATTEMPT = "dev.statefun.dispatch.Attempt";

	private static final StackWalker STACK = StackWalker.getInstance();

	private HandlerFrames() {
	}

	/**
	 * Look for a handler that the current thread is in. Threads that a handler started
	 * are not known.
	 * @return whether there is one
	 */
	public static boolean arePresent() {
		return STACK.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(ATTEMPT)));
	}

}
