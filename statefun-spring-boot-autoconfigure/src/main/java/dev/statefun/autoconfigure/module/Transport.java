package dev.statefun.autoconfigure.module;

import java.util.Locale;

/**
 * How an engine of 3.x calls the application.
 *
 * @since 0.1.0
 */
public enum Transport {

	/** Netty, the engine's default in production. */
	ASYNC,

	/** OkHttp, one thread a call in flight. */
	OKHTTP;

	String typename() {
		return "io.statefun.transports.v1/" + name().toLowerCase(Locale.ROOT);
	}

}
