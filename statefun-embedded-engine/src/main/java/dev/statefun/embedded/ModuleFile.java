package dev.statefun.embedded;

import java.util.TreeSet;

/**
 * Writes the engine's {@code module.yaml}, as one would for production.
 */
final class ModuleFile {

	private ModuleFile() {
	}

	static String of(FunctionEndpoint endpoint, EmbeddedEngineProperties.Transport transport, String further) {
		StringBuilder yaml = new StringBuilder();
		for (String function : new TreeSet<>(endpoint.functions())) {
			yaml.append("""
					kind: io.statefun.endpoints.v2/http
					spec:
					  functions: %s
					  urlPathTemplate: %s
					  transport:
					    type: %s
					---
					""".formatted(quote(function), quote(endpoint.urlWithSecret()), transport.typename()));
		}
		return yaml.append(further).toString().replaceFirst("---\\s*$", "");
	}

	private static String quote(String value) {
		return "'" + value.replace("'", "''") + "'";
	}

}
