package dev.statefun.http.netty;

import io.netty.handler.ssl.SslContext;

/**
 * The TLS of the server. Connections that are accepted after an update use the new
 * certificate. The first handshake of a connection is its only one: TLS 1.2 has
 * renegotiation, which is refused. Safe for use by many threads.
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

	SslContext context() {
		return this.context;
	}

}
