package dev.statefun.http.servlet.internal;

import jakarta.servlet.ServletRequest;

/**
 * Marks requests whose connection is to be closed when they end, since the client is too
 * slow. A servlet has no means to close a connection. So the container needs something
 * that does, such as {@link HangUpValve}.
 */
public final class HangUp {

	private static final String ATTRIBUTE = HangUp.class.getName();

	private HangUp() {
	}

	/**
	 * Mark a request.
	 * @param request the request
	 */
	public static void demand(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, true);
	}

	static boolean isDemanded(ServletRequest request) {
		return request.getAttribute(ATTRIBUTE) != null;
	}

}
