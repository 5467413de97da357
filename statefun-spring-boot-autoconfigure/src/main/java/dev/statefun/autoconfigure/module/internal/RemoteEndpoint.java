package dev.statefun.autoconfigure.module.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the engine reaches the endpoint of the application.
 *
 * @param url the URL
 * @param transport what calls it; engines of 2.x have no choice
 * @param options further options, by their names in the module file and in its form
 * @param maxNumBatchRequests how many messages a request may have, or {@code null} for
 * the engine's default
 */
public record RemoteEndpoint(String url, Transport transport, Map<String, Object> options,
		@Nullable Integer maxNumBatchRequests) {

	/**
	 * Describe an endpoint that is called with all defaults of the engine.
	 * @param url the URL
	 * @param transport what calls it
	 * @return the endpoint
	 */
	public static RemoteEndpoint of(String url, Transport transport) {
		return new RemoteEndpoint(url, transport, new LinkedHashMap<>(), null);
	}

	/**
	 * Return the same endpoint at another URL.
	 * @param newUrl the URL
	 * @return the endpoint
	 */
	public RemoteEndpoint withUrl(String newUrl) {
		return new RemoteEndpoint(newUrl, this.transport, this.options, this.maxNumBatchRequests);
	}

}
