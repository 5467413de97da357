package dev.statefun.autoconfigure.web.tomcat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Keeps Tomcat's connections open, unless the application sets Spring Boot's property for
 * it. By default, Tomcat closes a connection after 100 requests, and an engine has to
 * connect again and again.
 */
final class KeepAliveCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

	private static final String PROPERTY = "server.tomcat.max-keep-alive-requests";

	private static final int UNLIMITED = -1;

	private final Environment environment;

	KeepAliveCustomizer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		if (!Binder.get(this.environment).bind(PROPERTY, Integer.class).isBound()) {
			factory.addConnectorCustomizers(KeepAliveCustomizer::keepOpen);
		}
	}

	private static void keepOpen(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			protocol.setMaxKeepAliveRequests(UNLIMITED);
		}
	}

	/** After Spring Boot, which sets its default, and before those without an order. */
	@Override
	public int getOrder() {
		return 1;
	}

}
