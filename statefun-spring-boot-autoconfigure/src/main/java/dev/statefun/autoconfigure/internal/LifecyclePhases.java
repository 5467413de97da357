package dev.statefun.autoconfigure.internal;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * The phases in which the parts of an endpoint start. They stop in reverse order: the
 * engine stops calling, then requests are refused, then the server answers those in
 * progress.
 */
public final class LifecyclePhases {

	/** The server of the endpoint, the lean one or that of the web application. */
	public static final int SERVER = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;

	/** The endpoint, which takes or refuses requests. */
	public static final int ENDPOINT = SERVER + 256;

	/** An engine beside the application, which calls the endpoint. */
	public static final int ENGINE = SERVER + 512;

	private LifecyclePhases() {
	}

}
