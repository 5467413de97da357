package dev.statefun.integration;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The ways in which an engine calls an application: the columns of the table of features.
 */
public enum EngineSetup {

	/** The last of 3.x, by its default transport. */
	V3_3_0_ASYNC(EngineVersion.V3_3_0, "async", "3.3.0, async"),

	/** The last of 3.x, by its other transport. */
	V3_3_0_OKHTTP(EngineVersion.V3_3_0, "okhttp", "3.3.0, okhttp"),

	/** The last of 2.x. */
	V2_2_2(EngineVersion.V2_2_2, "okhttp", "2.2.2");

	private final EngineVersion version;

	private final String transport;

	private final String title;

	EngineSetup(EngineVersion version, String transport, String title) {
		this.version = version;
		this.transport = transport;
		this.title = title;
	}

	/**
	 * Returns which engine it is.
	 * @return its version
	 */
	public EngineVersion version() {
		return this.version;
	}

	/**
	 * Returns whether it speaks the protocol of 2.x.
	 * @return whether it is of 2.x
	 */
	public boolean isLegacy() {
		return this.version == EngineVersion.V2_2_2;
	}

	/**
	 * Returns how it is called in a table.
	 * @return version and transport
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Describes an engine that calls some functions.
	 * @param url where they are
	 * @param functions their names, and their states, which engine 2.2.2 has to know
	 * @return a builder
	 */
	public Engine.Builder engine(URI url, Map<String, List<String>> functions) {
		Engine.Builder builder = Engine.builder(this.version);
		functions.forEach((function, states) -> builder.endpoint(endpoint(function, url, states)));
		return builder;
	}

	/**
	 * Describes an endpoint.
	 * @param function the name of the function
	 * @param url where it is
	 * @param states its states, which engine 2.2.2 has to know
	 * @return the endpoint
	 */
	public Endpoint endpoint(String function, URI url, List<String> states) {
		return Endpoint.of(function, url)
			.withTransport(this.transport)
			.withMaxBatch(20_000)
			.withStates(states.toArray(String[]::new));
	}

}
