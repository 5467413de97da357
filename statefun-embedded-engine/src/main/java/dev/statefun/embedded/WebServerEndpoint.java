package dev.statefun.embedded;

import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.internal.LocalUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * The endpoint on the web server of the application.
 */
final class WebServerEndpoint implements ApplicationEndpoint {

	private final ApplicationContext context;

	private final Supplier<FunctionRegistry> functions;

	private final ServerProperties server;

	private final UnaryOperator<String> mapping;

	private final EndpointPath path;

	/**
	 * Create the endpoint.
	 * @param mapping where on the server a path of the application is
	 */
	WebServerEndpoint(ApplicationContext context, Supplier<FunctionRegistry> functions, ServerProperties server,
			UnaryOperator<String> mapping, EndpointPath path) {
		this.context = context;
		this.functions = functions;
		this.server = server;
		this.mapping = mapping;
		this.path = path;
	}

	@Override
	public boolean isAvailable() {
		return webServer() != null;
	}

	@Override
	public FunctionEndpoint get() {
		WebServer webServer = webServer();
		if (webServer == null) {
			throw new IllegalStateException("The embedded engine needs the web server of the application, "
					+ "which this application context does not have");
		}
		if (Ssl.isEnabled(this.server.getSsl())) {
			throw new EmbeddedEngineException(
					"The embedded engine calls the application over HTTP without TLS, "
							+ "but 'server.ssl' is configured",
					"Set 'server.ssl.enabled=false' where the embedded engine is used, "
							+ "or 'statefun.embedded-engine.enabled=false'.");
		}
		URI url = LocalUrl.of("http", this.server.getAddress(), webServer.getPort(),
				this.mapping.apply(this.path.withoutSecret()));
		return FunctionEndpoint.of(url, this.path.secret(), this.functions.get());
	}

	private @Nullable WebServer webServer() {
		return (this.context instanceof WebServerApplicationContext webServerContext) ? webServerContext.getWebServer()
				: null;
	}

}
