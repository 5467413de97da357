package dev.statefun.http.netty;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs the steps of one TLS handshake that cost CPU time, such as signatures, on threads
 * of their own. The event loops run functions, and stay free for them.
 * <p>
 * While a step waits for a thread, the connection is not read. What the client sends
 * would otherwise pile up in memory.
 * <p>
 * A step after the handshake is the begin of another one, with which a client of TLS 1.2
 * could have the server compute without end. It is refused, and the connection fails. The
 * messages that TLS 1.3 has after the handshake need no such step.
 */
final class TlsHandshake extends ChannelOutboundHandlerAdapter implements Executor {

	private static final Log logger = LogFactory.getLog(TlsHandshake.class);

	private final Channel channel;

	private final Executor threads;

	private final SslHandler handler;

	private int steps;

	private TlsHandshake(Channel channel, SslContext context, Executor threads) {
		this.channel = channel;
		this.threads = threads;
		this.handler = context.newHandler(channel.alloc(), this);
	}

	/**
	 * Speak TLS on a connection.
	 * @param channel the connection
	 * @param context has the certificate
	 * @param threads run the steps of the handshake
	 */
	static void on(Channel channel, SslContext context, Executor threads) {
		TlsHandshake handshake = new TlsHandshake(channel, context, threads);
		channel.pipeline().addLast(handshake, handshake.handler);
	}

	/** Called by the handler, in the event loop. */
	@Override
	public void execute(Runnable step) {
		if (this.handler.handshakeFuture().isDone()) {
			throw new RejectedExecutionException("A second TLS handshake is refused");
		}
		this.steps++;
		this.channel.config().setAutoRead(false);
		this.threads.execute(() -> run(step));
	}

	private void run(Runnable step) {
		try {
			step.run();
			this.channel.eventLoop().execute(this::readOn);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A TLS handshake went on after the end", ex);
		}
	}

	private void readOn() {
		this.steps--;
		if (this.steps == 0) {
			this.channel.config().setAutoRead(true);
		}
	}

	/** The handler asks for more during a handshake, even if the connection does not. */
	@Override
	public void read(ChannelHandlerContext context) {
		if (this.steps == 0) {
			context.read();
		}
	}

}
