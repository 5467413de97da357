package dev.statefun.autoconfigure.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the server that has the endpoint of the engine on a port of its own, or
 * on a Unix domain socket, or on both.
 *
 * @param port Port of the endpoint, 0 for any that is free. By default the endpoint is on
 * the port of the web application.
 * @param address Network address that the port is bound to. By default all.
 * @param unixDomainSocket Path of the Unix domain socket that the endpoint is on. The
 * engine's okhttp transport calls it with 'http+unix'. It takes no TLS.
 * @param unixDomainSocketPermissions Permissions of the file of the Unix domain socket,
 * as 'ls' shows them. Users who may write to it may connect, by default only the one that
 * runs this application.
 * @param exclusive Whether the endpoint is on this server only. If not, it is on the port
 * of the web application as well, as while an engine moves from one to the other.
 * @param maxHttpRequestHeaderSize Maximum size of the first line, and of all headers, of
 * a request.
 * @param maxConnections Number of connections that are open at the same time. Others wait
 * to be accepted. Then connections on which no function has answered yet are closed, the
 * oldest first, unless they are younger than a second.
 * @param idleTimeout How long a connection may wait for another request, once a function
 * has answered on it. It should be longer than the engine keeps connections in its pool,
 * which is 5 minutes.
 * @param ioTimeout How long the first line and the headers of a request may take to
 * arrive, and how long a connection may wait for a request while no function has answered
 * on it. Then the connection is closed.
 * @param execution Which threads run functions.
 * @param threads Threads that run functions which take long.
 * @param ssl TLS on the port.
 * @since 0.1.0
 */
@ConfigurationProperties("statefun.server")
record StatefunServerProperties(@Nullable Integer port, @Nullable InetAddress address, @Nullable Path unixDomainSocket,
		@DefaultValue("rw-------") String unixDomainSocketPermissions, @DefaultValue("true") boolean exclusive,
		@DefaultValue("8KB") DataSize maxHttpRequestHeaderSize, @DefaultValue("8192") int maxConnections,
		@DefaultValue("10m") Duration idleTimeout, @DefaultValue("30s") Duration ioTimeout,
		@DefaultValue("adaptive") Execution execution, @DefaultValue Threads threads, @DefaultValue Ssl ssl) {

	StatefunServerProperties {
		check(port == null || (port >= 0 && port <= 65535), "port", port, "It must be a port, or 0 for any.");
		check(maxHttpRequestHeaderSize.toBytes() > 0 && maxHttpRequestHeaderSize.toBytes() <= Integer.MAX_VALUE,
				"max-http-request-header-size", maxHttpRequestHeaderSize,
				"It must be more than nothing and less than 2 GB.");
		check(maxConnections > 0, "max-connections", maxConnections, "It must be at least 1.");
		check(isPositive(idleTimeout), "idle-timeout", idleTimeout, "It must be at least 1ms.");
		check(isPositive(ioTimeout), "io-timeout", ioTimeout, "It must be at least 1ms.");
		check(unixDomainSocketPermissions.matches("([r-][w-][x-]){3}"), "unix-domain-socket-permissions",
				unixDomainSocketPermissions, "It must be nine characters, such as rw-rw----.");
		check(threads.max() > 0, "threads.max", threads.max(), "It must be at least 1.");
	}

	Set<PosixFilePermission> socketPermissions() {
		return PosixFilePermissions.fromString(this.unixDomainSocketPermissions);
	}

	private static boolean isPositive(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) >= 0;
	}

	private static void check(boolean valid, String name, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("statefun.server." + name, value, reason);
		}
	}

	/**
	 * Which threads run functions.
	 */
	enum Execution {

		/**
		 * Those that do the I/O as long as functions are quick, otherwise the workers.
		 */
		ADAPTIVE,

		/** The workers. */
		WORKER

	}

	/**
	 * Threads that run functions which take long. There is no such number where virtual
	 * threads are enabled.
	 *
	 * @param max Maximum number of threads that run functions which take long.
	 */
	record Threads(@DefaultValue("200") int max) {

	}

	/**
	 * TLS on the port.
	 *
	 * @param bundle Name of the SSL bundle with the certificate of this server and, if
	 * clients have to show theirs, of whom to trust. By default there is no TLS.
	 * @param clientAuth Whether the engine has to show a certificate.
	 */
	record Ssl(@Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth) {

	}

	/**
	 * Whether the engine has to show a certificate.
	 */
	enum ClientAuth {

		/** It is not asked for one. */
		NONE,

		/** It is asked for one, and may have none. */
		WANT,

		/** It is not let in without one. */
		NEED

	}

}
