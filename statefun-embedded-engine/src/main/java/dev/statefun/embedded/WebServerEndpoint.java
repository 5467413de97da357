package dev.statefun.embedded;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.EndpointPath;
import dev.statefun.dispatch.FunctionRegistry;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.web.context.WebApplicationContext;

/**
 * The endpoint on the web server of the application.
 */
final class WebServerEndpoint implements ApplicationEndpoint {

	private final WebApplicationContext context;

	private final Supplier<FunctionRegistry> functions;

	private final ServerProperties server;

	private final DispatcherServletPath servletPath;

	private final EndpointPath path;

	WebServerEndpoint(WebApplicationContext context, Supplier<FunctionRegistry> functions, ServerProperties server,
			DispatcherServletPath servletPath, EndpointPath path) {
		this.context = context;
		this.functions = functions;
		this.server = server;
		this.servletPath = servletPath;
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
		return FunctionEndpoint.of(
				URI.create("http://" + host(this.server.getAddress()) + ":" + webServer.getPort() + contextPath()
						+ this.servletPath.getRelativePath(this.path.withoutSecret())),
				this.path.secret(), this.functions.get());
	}

	private @Nullable WebServer webServer() {
		return (this.context instanceof WebServerApplicationContext webServerContext) ? webServerContext.getWebServer()
				: null;
	}

	private String contextPath() {
		ServletContext servletContext = this.context.getServletContext();
		return (servletContext != null) ? servletContext.getContextPath() : "";
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

}
