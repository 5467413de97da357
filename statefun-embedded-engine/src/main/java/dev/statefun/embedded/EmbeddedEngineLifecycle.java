package dev.statefun.embedded;

import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.io.internal.Asks;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Starts the engine after the web server, since it calls that, and stops it before the
 * web server's graceful shutdown.
 */
final class EmbeddedEngineLifecycle implements EngineLifecycle {

	private static final Log logger = LogFactory.getLog(EmbeddedEngineLifecycle.class);

	private final EmbeddedEngine engine;

	private final ApplicationEndpoint endpoint;

	EmbeddedEngineLifecycle(EmbeddedEngine engine, ApplicationEndpoint endpoint) {
		this.engine = engine;
		this.endpoint = endpoint;
	}

	@Override
	public void start() {
		if (!this.endpoint.isAvailable()) {
			logger.debug("No embedded StateFun engine, since there is no web server that it could call");
		}
		else if (this.endpoint.get().functions().stream().allMatch(EmbeddedEngineLifecycle::isOfClient)) {
			logger.warn("No embedded StateFun engine, since the application has no functions");
		}
		else {
			this.engine.start();
		}
	}

	/** The functions of the client are of no use alone. */
	private static boolean isOfClient(String function) {
		return Asks.isReservedType(function);
	}

	@Override
	public void stop() {
		this.engine.stop();
	}

	@Override
	public boolean isRunning() {
		return this.engine.isRunning();
	}

}
