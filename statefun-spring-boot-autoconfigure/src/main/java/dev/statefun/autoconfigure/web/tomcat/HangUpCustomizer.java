package dev.statefun.autoconfigure.web.tomcat;

import dev.statefun.http.servlet.internal.HangUpValve;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Has Tomcat close the connections of clients that are too slow.
 */
final class HangUpCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(new HangUpValve());
	}

}
