package dev.statefun.http.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/**
 * The TLS of the server. Connections that are accepted after an update use the new
 * certificate. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ServerTls {

	private volatile SslContext context;

	/**
	 * Create the TLS of a server.
	 * @param context has the certificate, and says whether clients must show theirs
	 */
	public ServerTls(SslContext context) {
		this.context = context;
	}

	/**
	 * Use another certificate for further connections.
	 * @param updated has the certificate
	 */
	public void update(SslContext updated) {
		this.context = updated;
	}

	SslHandler newHandler(ByteBufAllocator allocator) {
		return this.context.newHandler(allocator);
	}

}
