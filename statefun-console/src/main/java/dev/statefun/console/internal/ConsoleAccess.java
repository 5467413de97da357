package dev.statefun.console.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

import dev.statefun.http.AllowedHosts;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see the console. It shows what messages and states contain, so by
 * default only a browser on the same machine may, which no proxy has spoken for. Safe for
 * use by many threads.
 */
public final class ConsoleAccess {

	private static final String PREFIX = "x-forwarded-";

	/** The headers of proxies that do not begin with the prefix. */
	private static final Set<String> OF_PROXIES = Set.of("forwarded", "via", "x-real-ip", "x-client-ip",
			"x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "fastly-client-ip", "x-original-host",
			"x-original-forwarded-for");

	private final boolean remote;

	private final boolean forwarded;

	private final AllowedHosts hosts;

	/**
	 * Create the rules.
	 * @param remote whether other machines may see the console
	 * @param forwarded whether a proxy may forward requests
	 * @param hosts the hosts that requests may be for; any host if there are none
	 */
	public ConsoleAccess(boolean remote, boolean forwarded, Collection<String> hosts) {
		this.remote = remote;
		this.forwarded = forwarded;
		this.hosts = AllowedHosts.of(hosts, "statefun.console.allowed-hosts");
	}

	/**
	 * Check a request.
	 * @return why it is refused, or {@code null} if it is not
	 */
	@Nullable String refusal(ConsoleRequest request) {
		if (!this.forwarded && isForwarded(request)) {
			return "A proxy has forwarded this request. Set 'statefun.console.allow-forwarded=true' to allow that.";
		}
		if (!this.remote && (request.remote() == null || !request.remote().isLoopbackAddress())) {
			return "The console answers this machine only. Set 'statefun.console.allow-remote=true' to change that.";
		}
		String host = request.header("host");
		if (host == null || !this.hosts.allow(host)) {
			return "The console is not for this host. Add it to 'statefun.console.allowed-hosts' to change that.";
		}
		return isFromOtherSite(request, host) ? "A page of another site must not use the console." : null;
	}

	private static boolean isForwarded(ConsoleRequest request) {
		return request.headers()
			.keySet()
			.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.anyMatch((name) -> name.startsWith(PREFIX) || OF_PROXIES.contains(name));
	}

	/**
	 * A link on another page may lead to the console, but that page must not read or
	 * embed it.
	 */
	private static boolean isFromOtherSite(ConsoleRequest request, String host) {
		String origin = request.header("origin");
		if (origin != null && !isOrigin(origin, host)) {
			return true;
		}
		String site = request.header("sec-fetch-site");
		boolean opened = "navigate".equals(request.header("sec-fetch-mode"))
				&& "document".equals(request.header("sec-fetch-dest")) && !request.path().startsWith("/api/");
		return site != null && !site.equals("same-origin") && !site.equals("none") && !opened;
	}

	private static boolean isOrigin(String origin, String host) {
		int scheme = origin.indexOf("://");
		return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
	}

}
