package dev.statefun.http.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.statefun.http.netty.ConnectionPatience.Progress;
import dev.statefun.type.internal.LogText;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
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

	private final ConnectionSweep sweep;

	private final ConnectionPatience patience;

	private final Queue<HttpObject> ahead = new ArrayDeque<>(0);

	private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

	/** Whether bytes of the next request have arrived. */
	private boolean headBegun;

	/** How many requests there were. */
	private long requests;

	/** How many bytes of bodies have arrived. */
	private long received;

	private boolean paused;

	private boolean resuming;

	private long lingering;

	private HttpConnection(Channel channel, HttpSettings settings, ConnectionSweep sweep, AtomicBoolean draining) {
		this.channel = channel;
		this.draining = draining;
		this.sweep = sweep;
		this.patience = new ConnectionPatience(settings, System.nanoTime());
		this.exchange = new HttpExchange(this, channel, settings);
	}

	/**
	 * Answer the requests of a connection.
	 * @param channel the connection
	 * @param settings what to answer them with
	 * @param sweep looks after the connections of the event loop
	 * @param draining whether no more of them are to be taken
	 */
	static void on(Channel channel, HttpSettings settings, ConnectionSweep sweep, AtomicBoolean draining) {
		HttpConnection connection = new HttpConnection(channel, settings, sweep, draining);
		ChannelPipeline pipeline = channel.pipeline();
		pipeline
			.addLast(connection.new Decoder(new HttpDecoderConfig().setMaxInitialLineLength(settings.maxHeaderSize())
				.setMaxHeaderSize(settings.maxHeaderSize())
				.setMaxChunkSize(MAX_CHUNK_SIZE)));
		pipeline.addLast(connection);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.sweep.add(this);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.sweep.remove(this);
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
			if (this.exchange.state() == ExchangeState.LEAVING) {
				forget(object);
				return;
			}
			if (object instanceof HttpRequest head && this.exchange.state() == ExchangeState.WAITING) {
				this.headBegun = false;
				this.requests++;
				this.exchange.begin(head);
			}
			if (object instanceof HttpContent content) {
				this.received += content.content().readableBytes();
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
		if (this.exchange.state() == ExchangeState.WAITING) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	boolean isDraining() {
		return this.draining.get();
	}

	/**
	 * Close the connection if it takes too long. To be called from time to time.
	 * @param now the present {@link System#nanoTime()}
	 */
	void check(long now) {
		ExchangeState state = this.exchange.state();
		long moved = (state == ExchangeState.ANSWERING) ? this.exchange.taken() : this.received;
		Progress progress = new Progress(state, this.requests, this.headBegun, this.exchange.served(), moved);
		if (this.patience.isOver(progress, now)) {
			logger.debug("A connection is closed, since it takes too long");
			if (state == ExchangeState.READING) {
				this.exchange.timeOut();
			}
			else {
				this.channel.close();
			}
		}
	}

	/** Whether a function has answered a request. */
	boolean isServed() {
		return this.exchange.served();
	}

	/**
	 * Close the connection in favour of another one, unless a function has answered or is
	 * at work.
	 * @return whether it is closed
	 */
	boolean giveWay() {
		ExchangeState state = this.exchange.state();
		if (this.exchange.served() || state.isBusy()) {
			return false;
		}
		this.channel.close();
		return true;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		releaseAhead();
		this.exchange.abandon();
		if (this.exchange.state() != ExchangeState.CALLING) {
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
		logger.debug("A connection is closed, since it failed", LogText.trace(cause));
		this.channel.close();
	}

	/** Tells the connection that bytes have arrived, which may be part of a head. */
	private final class Decoder extends StrictRequestDecoder {

		Decoder(HttpDecoderConfig config) {
			super(config);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
			HttpConnection.this.headBegun = HttpConnection.this.exchange.state() == ExchangeState.WAITING;
			super.channelRead(context, message);
		}

	}

}
