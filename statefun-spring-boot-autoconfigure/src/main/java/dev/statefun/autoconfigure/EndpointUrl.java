package dev.statefun.autoconfigure;

import dev.statefun.autoconfigure.internal.ApplicationUrl;

import org.springframework.context.ApplicationContext;

/**
 * Where the endpoint of functions is on the web server of the application, as far as
 * properties tell.
 */
final class EndpointUrl {

	private EndpointUrl() {
	}

	/**
	 * Describe the place.
	 * @return a URL if the web server of the application has the endpoint and listens,
	 * otherwise the path in quotes
	 */
	static String describe(ApplicationContext context, StatefunProperties properties) {
		String url = context.containsLocalBean("statefunHandlerMapping")
				? ApplicationUrl.of(context, context.containsLocalBean("statefunWebHandler"), properties.getPath())
				: null;
		return (url != null) ? url : "'" + properties.getPath() + "'";
	}

}
