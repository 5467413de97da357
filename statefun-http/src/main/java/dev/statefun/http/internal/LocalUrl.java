package dev.statefun.http.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Builds the URL of a server of this application, as seen from this machine.
 */
public final class LocalUrl {

	private LocalUrl() {
	}

	/**
	 * Build a URL.
	 * @param scheme {@code http} or {@code https}
	 * @param address the address that the server is bound to, or {@code null} for all
	 * @param port the port
	 * @param path the path, which begins with a slash
	 * @return the URL, with {@code localhost} if the server is bound to all addresses
	 */
	public static URI of(String scheme, @Nullable InetAddress address, int port, String path) {
		return URI.create("%s://%s:%d%s".formatted(scheme, host(address), port, path));
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

}
