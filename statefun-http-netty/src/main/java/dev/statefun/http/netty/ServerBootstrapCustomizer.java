package dev.statefun.http.netty;

import io.netty.bootstrap.ServerBootstrap;

/**
 * Changes the bootstrap of the lean server before it listens, for example to set an
 * option of its sockets:
 *
 * <pre class="code">
 * (bootstrap) -&gt; bootstrap.childOption(ChannelOption.SO_RCVBUF, 256 &lt;&lt; 10)
 * </pre>
 *
 * The settings of the server come first, so a customizer can replace them. Its event
 * loops and its handlers must stay: without them there is no endpoint.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServerBootstrapCustomizer {

	/**
	 * Change the bootstrap. The thread that starts the server calls this once for the
	 * port, and once for the Unix domain socket. An exception stops the startup.
	 * @param bootstrap has the settings of the server, and those of the customizers
	 * before this one
	 */
	void customize(ServerBootstrap bootstrap);

}
