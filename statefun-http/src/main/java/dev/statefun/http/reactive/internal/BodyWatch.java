package dev.statefun.http.reactive.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Watches a connection of Reactor Netty for bodies whose chunks are malformed. Reactor
 * Netty answers these itself, and ends the body as if it were complete. Then the endpoint
 * would handle the part before. With this handler, it can refuse the body and answer
 * itself. Other endpoints of the application see no difference.
 * <p>
 * A connection calls it in its event loop. The endpoint may call it on any thread.
 */
public final class BodyWatch extends ChannelInboundHandlerAdapter {

	private volatile boolean watched;

	private volatile boolean malformed;

	private BodyWatch() {
	}

	/**
	 * Watch a connection.
	 * @param channel the connection, whose handlers Reactor Netty has added
	 */
	public static void addTo(Channel channel) {
		// A connection of HTTP/2 has none, and no chunks
		if (channel.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, BodyWatch.class.getName(), new BodyWatch());
		}
	}

	/** Watch the body of the present request, which is for the endpoint. */
	public void begin() {
		this.watched = true;
	}

	/**
	 * Whether the body of the present request has ended in a malformed chunk.
	 * @return whether it has to be refused
	 */
	public boolean isMalformed() {
		return this.malformed;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest) {
			this.watched = false;
			this.malformed = false;
		}
		else if (this.watched && message instanceof HttpContent content && content.decoderResult().isFailure()) {
			this.malformed = true;
			ReferenceCountUtil.release(message);
			context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
			return;
		}
		context.fireChannelRead(message);
	}

}
