package dev.statefun.http.netty;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Counts connections, and accepts no more while there are too many. Then a connection
 * without an answer of a function gives way to the next one, the oldest first. So clients
 * that never send a whole request cannot keep an engine out. Connections that arrive at
 * the same time may exceed the limit by a few. Safe for use by many threads.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

	/** How long a connection has for its first request before it may have to give way. */
	private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

	private final ChannelGroup connections;

	private final int max;

	/** The listeners that accept no connections for now. */
	private final Set<Channel> paused = ConcurrentHashMap.newKeySet();

	/** Connections that may have to give way, in the order of their arrival. */
	private final ConcurrentNavigableMap<Long, Candidate> candidates = new ConcurrentSkipListMap<>();

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicBoolean waiting = new AtomicBoolean();

	ConnectionLimit(ChannelGroup connections, int max) {
		this.connections = connections;
		this.max = max;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel listener = context.channel();
		Channel connection = (Channel) message;
		this.connections.add(connection);
		long number = this.accepted.incrementAndGet();
		this.candidates.put(number, new Candidate(connection, System.nanoTime()));
		connection.closeFuture().addListener((closed) -> {
			this.candidates.remove(number);
			relieve();
		});
		if (this.connections.size() >= this.max) {
			listener.config().setAutoRead(false);
			this.paused.add(listener);
			// One may have been closed meanwhile
			relieve();
		}
		context.fireChannelRead(message);
	}

	private void relieve() {
		this.paused.removeIf((listener) -> !listener.isOpen());
		if (this.connections.size() < this.max) {
			accept();
		}
		else if (!this.paused.isEmpty()) {
			makeRoom(0);
		}
	}

	/** All listeners, whichever the connection came from. */
	private void accept() {
		for (Channel listener : this.paused) {
			if (this.paused.remove(listener)) {
				listener.config().setAutoRead(true);
			}
		}
	}

	/** Ask one connection after the other to give way, until one does. */
	private void makeRoom(long after) {
		Map.Entry<Long, Candidate> next = this.candidates.higherEntry(after);
		if (next == null || next.getValue().age() < PATIENCE_NANOS) {
			tryAgain();
			return;
		}
		Channel connection = next.getValue().connection();
		connection.eventLoop().execute(() -> {
			HttpConnection handler = connection.pipeline().get(HttpConnection.class);
			if (handler != null && !handler.giveWay()) {
				if (handler.isServed()) {
					this.candidates.remove(next.getKey());
				}
				makeRoom(next.getKey());
			}
		});
	}

	private void tryAgain() {
		if (this.waiting.compareAndSet(false, true)) {
			GlobalEventExecutor.INSTANCE.schedule(() -> {
				this.waiting.set(false);
				relieve();
			}, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * A connection that may have to give way.
	 */
	private record Candidate(Channel connection, long accepted) {

		long age() {
			return System.nanoTime() - this.accepted;
		}

	}

}
