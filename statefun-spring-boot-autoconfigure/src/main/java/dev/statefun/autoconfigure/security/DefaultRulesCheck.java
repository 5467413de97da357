package dev.statefun.autoconfigure.security;

import java.util.Set;

import dev.statefun.autoconfigure.StatefunProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;

/**
 * Warns if Spring Security refuses the engine, because the application has no rules of
 * its own. Spring Boot's rules ask each caller for a user and a CSRF token.
 */
final class DefaultRulesCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(DefaultRulesCheck.class);

	/** The names of Spring Boot's chains, without and with its actuator. */
	private static final Set<String> SERVLET_DEFAULTS = Set.of("defaultSecurityFilterChain",
			"managementSecurityFilterChain");

	private static final Set<String> REACTIVE_DEFAULTS = Set.of("springSecurityFilterChain");

	private final ListableBeanFactory beans;

	private final StatefunProperties properties;

	DefaultRulesCheck(ListableBeanFactory beans, StatefunProperties properties) {
		this.beans = beans;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.beans.containsBean("statefunController") && has(SecurityFilterChain.class)
				&& hasOnly(SecurityFilterChain.class, SERVLET_DEFAULTS)) {
			warn(SecurityFilterChain.class, "servlet");
		}
		if (this.beans.containsBean("statefunHandlerMapping") && has(WebFilterChainProxy.class)
				&& hasOnly(SecurityWebFilterChain.class, REACTIVE_DEFAULTS)) {
			warn(SecurityWebFilterChain.class, "reactive");
		}
	}

	private boolean has(Class<?> type) {
		return this.beans.getBeanNamesForType(type).length != 0;
	}

	private boolean hasOnly(Class<?> type, Set<String> names) {
		return names.containsAll(Set.of(this.beans.getBeanNamesForType(type)));
	}

	private void warn(Class<?> chain, String type) {
		logger
			.warn(("Spring Security will refuse the engine at '%s' with 401 or 403, since only Spring Boot's default rules guard it. "
					+ "Define a %s bean for StatefunRequest.toEndpoint() of the package %s.%s, and one for the rest of the application, "
					+ "which Spring Boot's rules then no longer protect. docs/production.md shows both")
				.formatted(this.properties.getPath(), chain.getSimpleName(), getClass().getPackageName(), type));
	}

}
