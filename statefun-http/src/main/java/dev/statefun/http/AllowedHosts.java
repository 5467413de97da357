package dev.statefun.http;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that requests may be for, by their header {@code Host}. A list of them stops
 * DNS rebinding: a web page has its own name resolved to the address of the endpoint. The
 * browser then takes the endpoint for a part of the page. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class AllowedHosts {

	private static final Log logger = LogFactory.getLog(AllowedHosts.class);

	private static final String PROPERTY = "statefun.allowed-hosts";

	private static final AllowedHosts ANY = new AllowedHosts(List.of(), PROPERTY);

	private final Set<String> names;

	private final String property;

	private final QuietPeriod logged = new QuietPeriod(System::nanoTime);

	private AllowedHosts(Collection<String> names, String property) {
		this.property = property;
		this.names = names.stream().map(AllowedHosts::lowerCase).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Allow any host.
	 * @return the hosts
	 */
	public static AllowedHosts any() {
		return ANY;
	}

	/**
	 * Allow some hosts.
	 * @param names their names or addresses without a port, such as {@code localhost} or
	 * {@code [::1]}, in any case. If there are none, any host is allowed
	 * @return the hosts
	 */
	public static AllowedHosts of(Collection<String> names) {
		return of(names, PROPERTY);
	}

	/**
	 * Allow some hosts that another property lists.
	 * @param names their names or addresses, as for {@link #of(Collection)}
	 * @param property the property, which the log line names
	 * @return the hosts
	 */
	public static AllowedHosts of(Collection<String> names, String property) {
		return names.isEmpty() ? ANY : new AllowedHosts(names, property);
	}

	/**
	 * Whether a request may be for a host.
	 * @param host the header {@code Host} with or without a port, or {@code null} if
	 * there is none. Browsers always send one
	 * @return whether it is allowed. If not, a log line says so, at most once a minute
	 */
	public boolean allow(@Nullable String host) {
		if (this.names.isEmpty() || host == null) {
			return true;
		}
		boolean allowed = this.names.contains(lowerCase(withoutPort(host)));
		if (!allowed && this.logged.isOver()) {
			logger.warn("A request for host '%s' is refused, because '%s' does not have it"
				.formatted(LogText.name(host), this.property));
		}
		return allowed;
	}

	private static String withoutPort(String host) {
		int colon = host.lastIndexOf(':');
		return (colon > host.lastIndexOf(']')) ? host.substring(0, colon) : host;
	}

	private static String lowerCase(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

}
