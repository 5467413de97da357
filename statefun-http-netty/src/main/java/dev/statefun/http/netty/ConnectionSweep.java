package dev.statefun.http.netty;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks at all connections of one event loop from time to time, so that none needs a
 * timer. It rests while there are no connections. It is used in that event loop.
 */
final class ConnectionSweep {

	private static final Log logger = LogFactory.getLog(ConnectionSweep.class);

	private final EventLoop loop;

	private final long periodMillis;

	private final Set<HttpConnection> connections = new LinkedHashSet<>();

	ConnectionSweep(EventLoop loop, HttpSettings settings) {
		this.loop = loop;
		this.periodMillis = ConnectionPatience.periodMillis(settings);
	}

	void add(HttpConnection connection) {
		if (this.connections.isEmpty()) {
			schedule();
		}
		this.connections.add(connection);
	}

	void remove(HttpConnection connection) {
		this.connections.remove(connection);
	}

	private void schedule() {
		this.loop.schedule(this::sweep, this.periodMillis, TimeUnit.MILLISECONDS);
	}

	private void sweep() {
		long now = System.nanoTime();
		List.copyOf(this.connections).forEach((connection) -> check(connection, now));
		if (!this.connections.isEmpty()) {
			schedule();
		}
	}

	/** A failure of one connection must not end the sweep of the others. */
	private static void check(HttpConnection connection, long now) {
		try {
			connection.check(now);
		}
		catch (Throwable ex) {
			logger.error("A connection of the engine could not be closed", ex);
		}
	}

}
