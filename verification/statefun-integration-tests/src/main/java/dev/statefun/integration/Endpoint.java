package dev.statefun.integration;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions that an engine calls, as they are written into its module file.
 *
 * @param functions which, for example {@code it/*} (3.x) or {@code it/counter}
 * @param url where
 * @param maxBatch how many messages of one instance a request may have
 * @param transport the transport's type, {@code async} or {@code okhttp} (3.x)
 * @param transportOptions further options of the transport, such as {@code call} or
 * {@code trust_cacerts} (3.x)
 * @param states the states of the function (2.x, where the module file has them)
 */
public record Endpoint(String functions, URI url, int maxBatch, String transport, Map<String, String> transportOptions,
		List<String> states) {

	/**
	 * Describes an endpoint with the engine's defaults.
	 * @param functions which functions
	 * @param url where
	 * @return the endpoint
	 */
	public static Endpoint of(String functions, URI url) {
		return new Endpoint(functions, url, 1000, "async", Map.of(), List.of());
	}

	/**
	 * Sets how many messages of one instance a request may have.
	 * @param maxBatch how many
	 * @return another endpoint
	 */
	public Endpoint withMaxBatch(int maxBatch) {
		return new Endpoint(this.functions, this.url, maxBatch, this.transport, this.transportOptions, this.states);
	}

	/**
	 * Sets the transport.
	 * @param transport {@code async} or {@code okhttp}
	 * @return another endpoint
	 */
	public Endpoint withTransport(String transport) {
		return new Endpoint(this.functions, this.url, this.maxBatch, transport, this.transportOptions, this.states);
	}

	/**
	 * Sets an option of the transport.
	 * @param name its name, with a dot where it is nested, as in {@code timeouts.call}
	 * @param value its value
	 * @return another endpoint
	 */
	public Endpoint withTransportOption(String name, String value) {
		Map<String, String> options = new LinkedHashMap<>(this.transportOptions);
		options.put(name, value);
		return new Endpoint(this.functions, this.url, this.maxBatch, this.transport, options, this.states);
	}

	/**
	 * Sets the states, which an engine of 2.x must know.
	 * @param states their names
	 * @return another endpoint
	 */
	public Endpoint withStates(String... states) {
		return new Endpoint(this.functions, this.url, this.maxBatch, this.transport, this.transportOptions,
				List.of(states));
	}

	/** A document of the module file of 3.x. */
	String toDocument() {
		StringBuilder yaml = new StringBuilder("""
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: '%s'
				  urlPathTemplate: '%s'
				  maxNumBatchRequests: %d
				  transport:
				    type: io.statefun.transports.v1/%s
				""".formatted(this.functions, this.url, this.maxBatch, this.transport));
		String parent = "";
		for (Map.Entry<String, String> option : this.transportOptions.entrySet()) {
			int dot = option.getKey().indexOf('.');
			String nested = (dot >= 0) ? option.getKey().substring(0, dot) : "";
			if (!nested.equals(parent)) {
				yaml.append("    ").append(nested).append(":\n");
			}
			parent = nested;
			yaml.append(nested.isEmpty() ? "    " : "      ")
				.append(option.getKey().substring(dot + 1))
				.append(": ")
				.append(option.getValue())
				.append('\n');
		}
		return yaml.toString();
	}

	/** An element of the list of functions in the module file of 2.x. */
	String toLegacyFunction() {
		StringBuilder yaml = new StringBuilder("""
				      - function:
				          meta:
				            kind: http
				            type: %s
				          spec:
				            endpoint: %s
				            maxNumBatchRequests: %d
				            timeout: 2min
				""".formatted(this.functions, this.url, this.maxBatch));
		if (!this.states.isEmpty()) {
			yaml.append("            states:\n");
		}
		this.states.forEach((state) -> yaml.append("              - ").append(state).append('\n'));
		return yaml.toString();
	}

}
