package dev.statefun.http.netty;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/**
 * Looks at all connections of one event loop from time to time, so that none needs a
 * timer. It rests while there are no connections. It is used in that event loop.
 */
final class ConnectionSweep {

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
		List.copyOf(this.connections).forEach((connection) -> connection.check(now));
		if (!this.connections.isEmpty()) {
			schedule();
		}
	}

}
