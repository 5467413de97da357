package dev.statefun.autoconfigure.module.internal;

import java.util.Locale;

/**
 * How an engine of 3.x calls the application.
 */
public enum Transport {

	/** Netty, the engine's default in production. */
	ASYNC,

	/** OkHttp, one thread a call in flight. */
	OKHTTP;

	/**
	 * Return the name of the transport in a module file.
	 * @return the type name
	 */
	public String typename() {
		return "io.statefun.transports.v1/" + name().toLowerCase(Locale.ROOT);
	}

}
