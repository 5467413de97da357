package dev.statefun.embedded;

import java.net.URI;
import java.util.function.Supplier;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.EndpointSecret;
import dev.statefun.http.netty.StatefunServer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint on a port of its own.
 */
final class OwnServerEndpoint implements ApplicationEndpoint {

	private final StatefunServer server;

	private final @Nullable EndpointSecret secret;

	private final Supplier<FunctionRegistry> functions;

	OwnServerEndpoint(StatefunServer server, @Nullable EndpointSecret secret, Supplier<FunctionRegistry> functions) {
		this.server = server;
		this.secret = secret;
		this.functions = functions;
	}

	@Override
	public boolean isAvailable() {
		return true;
	}

	@Override
	public FunctionEndpoint get() {
		URI url = this.server.url();
		if (url == null) {
			throw new EmbeddedEngineException(
					"The embedded engine calls the application on a port, "
							+ "but the endpoint is on a Unix domain socket only",
					"Set 'statefun.server.port=0' in addition where the embedded engine is used, "
							+ "or 'statefun.embedded-engine.enabled=false'.");
		}
		if (!url.getScheme().equals("http")) {
			throw new EmbeddedEngineException(
					"The embedded engine calls the application over HTTP without TLS, "
							+ "but 'statefun.server.ssl.bundle' is configured",
					"Leave it empty where the embedded engine is used, "
							+ "or set 'statefun.embedded-engine.enabled=false'.");
		}
		return FunctionEndpoint.of(url, this.secret, this.functions.get());
	}

}
