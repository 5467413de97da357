package dev.statefun.http.netty;

import java.time.Duration;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;

/**
 * Settings that all connections share.
 *
 * @param endpoint answers requests
 * @param path where it is
 * @param recorder records answers
 * @param maxHeaderSize the maximum size of the first line, and of all headers, of a
 * request in bytes
 * @param idleTimeout how long a connection may wait for another request
 * @param ioTimeout how long the other side may take to send the head of a request, and
 * how long a connection may wait for another one if no function has answered on it
 */
record HttpSettings(RequestReplyEndpoint endpoint, EndpointPath path, HttpRecorder recorder, int maxHeaderSize,
		Duration idleTimeout, Duration ioTimeout) {
}
