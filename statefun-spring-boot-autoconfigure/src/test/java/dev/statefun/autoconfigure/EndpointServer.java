package dev.statefun.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The ways on which the endpoint can be reached. They differ in nothing that an engine
 * sees, so that the tests of the endpoint are run on each.
 */
enum EndpointServer {

	/** Spring MVC on Tomcat. */
	WEB_MVC(WebApplicationType.SERVLET, List.of()),

	/** Spring WebFlux on Reactor Netty. */
	WEB_FLUX(WebApplicationType.REACTIVE, List.of(OwnEventLoops.class)),

	/** A port of its own, beside Spring MVC on Tomcat. */
	OWN_PORT(WebApplicationType.SERVLET, List.of(), "statefun.server.port=0"),

	/** A port of its own, whose event loops run no functions. */
	OWN_PORT_WITH_WORKERS(WebApplicationType.SERVLET, List.of(), "statefun.server.port=0",
			"statefun.server.execution=worker");

	private final WebApplicationType type;

	private final List<Class<?>> configurations;

	private final String[] properties;

	EndpointServer(WebApplicationType type, List<Class<?>> configurations, String... properties) {
		this.type = type;
		this.configurations = configurations;
		this.properties = properties;
	}

	ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return run(List.of(application), properties);
	}

	ConfigurableApplicationContext run(List<Class<?>> sources, String... properties) {
		return new SpringApplicationBuilder(this.configurations.toArray(Class<?>[]::new))
			.sources(sources.toArray(Class<?>[]::new))
			.web(this.type)
			.properties("server.port=0", "logging.level.root=warn")
			.properties(this.properties)
			.properties(properties)
			.run();
	}

	/** Otherwise the end of one application takes those of all others along. */
	@Configuration(proxyBeanMethods = false)
	static class OwnEventLoops {

		@Bean
		ReactorResourceFactory ownReactorResourceFactory() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

	}

}
