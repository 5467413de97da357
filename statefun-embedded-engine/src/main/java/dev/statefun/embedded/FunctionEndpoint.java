package dev.statefun.embedded;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.statefun.dispatch.FunctionRegistry;

/**
 * What the engine calls.
 *
 * @param url where functions are invoked
 * @param functions the functions there, each {@code <namespace>/<name>}
 */
record FunctionEndpoint(URI url, Set<String> functions) {

	static FunctionEndpoint of(URI url, FunctionRegistry registry) {
		Set<String> functions = new LinkedHashSet<>();
		registry.typeNames().forEach((name) -> functions.add(name.toString()));
		return new FunctionEndpoint(url, functions);
	}

}
