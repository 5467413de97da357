package dev.statefun.http.netty;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/**
 * Keeps account of connections, and accepts no more while there are too many. A few that
 * arrive at the same time may get in.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

	private final ChannelGroup connections;

	private final int max;

	/** The listeners that accept no connections for now. */
	private final Set<Channel> paused = ConcurrentHashMap.newKeySet();

	ConnectionLimit(ChannelGroup connections, int max) {
		this.connections = connections;
		this.max = max;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel listener = context.channel();
		Channel connection = (Channel) message;
		this.connections.add(connection);
		connection.closeFuture().addListener((closed) -> acceptIfAllowed());
		if (this.connections.size() >= this.max) {
			listener.config().setAutoRead(false);
			this.paused.add(listener);
			// One may have been closed meanwhile
			acceptIfAllowed();
		}
		context.fireChannelRead(message);
	}

	/** All of them, whichever the connection came from. */
	private void acceptIfAllowed() {
		if (this.connections.size() < this.max) {
			for (Channel listener : this.paused) {
				if (this.paused.remove(listener)) {
					listener.config().setAutoRead(true);
				}
			}
		}
	}

}
