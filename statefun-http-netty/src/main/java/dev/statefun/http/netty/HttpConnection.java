package dev.statefun.http.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.statefun.http.netty.HttpExchange.State;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the engine. What a client sends ahead of its answers waits, and while
 * it waits no more is read. It is used in its event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(HttpConnection.class);

	/** One read takes so much, so that a short body arrives in one piece. */
	private static final int MAX_CHUNK_SIZE = 64 << 10;

	/**
	 * How long a client that is still sending has to see that nobody listens, and why.
	 * Were the connection closed at once, then it might not.
	 */
	private static final long LINGER_SECONDS = 2;

	/** How much it may send meanwhile. */
	private static final long MAX_LINGERING = 64 << 20;

	private final Channel channel;

	private final AtomicBoolean draining;

	private final HttpExchange exchange;

	private final QuietTime quietTime;

	private final Queue<HttpObject> ahead = new ArrayDeque<>(0);

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	private boolean served;

	private boolean paused;

	private boolean resuming;

	private long lingering;

	private HttpConnection(Channel channel, HttpSettings settings, QuietTime quietTime, AtomicBoolean draining) {
		this.channel = channel;
		this.draining = draining;
		this.quietTime = quietTime;
		this.exchange = new HttpExchange(this, channel, settings);
	}

	/**
	 * Answer the requests of a connection.
	 * @param channel the connection
	 * @param settings what to answer them with
	 * @param draining whether no more of them are to be taken
	 */
	static void on(Channel channel, HttpSettings settings, AtomicBoolean draining) {
		QuietTime quietTime = new QuietTime(settings.ioTimeout(), settings.idleTimeout());
		ChannelPipeline pipeline = channel.pipeline();
		pipeline.addLast(new IdleStateHandler(quietTime.periodMillis(), 0, 0, TimeUnit.MILLISECONDS));
		pipeline
			.addLast(new HttpRequestDecoder(new HttpDecoderConfig().setMaxInitialLineLength(settings.maxHeaderSize())
				.setMaxHeaderSize(settings.maxHeaderSize())
				.setMaxChunkSize(MAX_CHUNK_SIZE)));
		pipeline.addLast(new HttpConnection(channel, settings, quietTime, draining));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.exchange.state().isBusy()) {
			this.ahead.add((HttpObject) message);
			this.paused = true;
			this.channel.config().setAutoRead(false);
		}
		else {
			receive((HttpObject) message);
		}
	}

	private void receive(HttpObject object) {
		try {
			if (this.exchange.state() == State.LEAVING) {
				forget(object);
				return;
			}
			if (object instanceof HttpRequest head && this.exchange.state() == State.WAITING) {
				this.served = true;
				this.exchange.begin(head);
			}
			if (object instanceof HttpContent content) {
				this.exchange.proceed(content);
			}
		}
		finally {
			ReferenceCountUtil.release(object);
		}
	}

	private void forget(HttpObject object) {
		if (object instanceof HttpContent content) {
			this.lingering += content.content().readableBytes();
			if (this.lingering > MAX_LINGERING) {
				this.channel.close();
			}
		}
	}

	/** A request has been answered: on to what waits, and to what has not been read. */
	void next() {
		if (!this.paused || this.resuming) {
			return;
		}
		this.resuming = true;
		while (!this.ahead.isEmpty() && !this.exchange.state().isBusy()) {
			receive(this.ahead.remove());
		}
		this.resuming = false;
		if (!this.exchange.state().isBusy()) {
			readOn();
		}
	}

	private void readOn() {
		this.paused = false;
		this.channel.config().setAutoRead(true);
	}

	/**
	 * There will be no more answers.
	 * @param atOnce whether the connection can be closed, since nothing is arriving
	 */
	void leave(boolean atOnce) {
		this.drained.complete(null);
		releaseAhead();
		if (atOnce) {
			this.channel.close();
		}
		else {
			linger();
		}
	}

	private void linger() {
		readOn();
		SslHandler tls = this.channel.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.closeOutbound();
		}
		else if (this.channel instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
		this.channel.eventLoop().schedule(() -> this.channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
	}

	/** Is complete when the request in progress, if there is one, has been answered. */
	CompletableFuture<?> drain() {
		if (this.exchange.state() == State.WAITING) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	boolean isDraining() {
		return this.draining.get();
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof IdleStateEvent idle
				&& this.quietTime.add(idle.isFirst(), this.exchange.state(), this.served)) {
			logger.debug("A connection is closed, since nothing arrives");
			this.channel.close();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		releaseAhead();
		this.exchange.abandon();
		if (this.exchange.state() != State.CALLING) {
			this.drained.complete(null);
		}
	}

	private void releaseAhead() {
		this.ahead.forEach(ReferenceCountUtil::release);
		this.ahead.clear();
	}

	/** As when the other side has hung up, or does not speak TLS. */
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.debug("A connection is closed, since it failed", cause);
		this.channel.close();
	}

}
