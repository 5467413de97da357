package dev.statefun.autoconfigure.server;

import java.time.Duration;

import dev.statefun.autoconfigure.EndpointPath;

/**
 * What all connections have in common.
 *
 * @param endpoint answers requests
 * @param path where it is
 * @param metrics is told of answers
 * @param maxHeaderSize the maximum size of the first line, and of all headers, of a
 * request in bytes
 * @param idleTimeout how long a connection may wait for another request
 * @param ioTimeout how long the other side may take to send or to receive more
 */
record HttpSettings(HttpEndpoint endpoint, EndpointPath path, RequestMetrics metrics, int maxHeaderSize,
		Duration idleTimeout, Duration ioTimeout) {

	static HttpSettings of(HttpEndpoint endpoint, EndpointPath path, StatefunServerProperties properties,
			RequestMetrics metrics) {
		return new HttpSettings(endpoint, path, metrics,
				Math.toIntExact(properties.maxHttpRequestHeaderSize().toBytes()), properties.idleTimeout(),
				properties.ioTimeout());
	}

}
