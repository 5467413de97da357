package dev.statefun.integration;

import java.net.URI;

import dev.statefun.http.netty.StatefunServer;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Where the functions of an application in this JVM are.
 */
public final class Endpoints {

	private Endpoints() {
	}

	/**
	 * Returns where the engine is to call a running application.
	 * @param context the application
	 * @return the address of its endpoint, on its own port if it has one
	 */
	public static URI url(ApplicationContext context) {
		StatefunServer server = context.getBeanProvider(StatefunServer.class).getIfAvailable();
		URI url = (server != null) ? server.url() : null;
		if (url != null) {
			return url;
		}
		Environment environment = context.getEnvironment();
		return URI.create("http://localhost:%s%s%s".formatted(environment.getRequiredProperty("local.server.port"),
				environment.getProperty("server.servlet.context-path", ""),
				environment.getProperty("statefun.path", "/statefun")));
	}

}
