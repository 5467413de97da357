package dev.statefun.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

import dev.statefun.http.internal.RequestFraming;
import org.jspecify.annotations.Nullable;

/**
 * The path of the endpoint, with its secret if it has one. The secret is not told by
 * {@link #toString()}. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EndpointPath {

	private static final String VARIABLE = "secret";

	private static final List<String> SCHEMES = List.of("http://", "https://");

	private final String path;

	/** The path as clients send it. */
	private final String encoded;

	private final @Nullable EndpointSecret secret;

	private final AllowedHosts hosts;

	/**
	 * Create a path that is the same on all hosts.
	 * @param path what precedes the secret
	 * @param secret the last segment, or {@code null} to have none
	 */
	public EndpointPath(String path, @Nullable EndpointSecret secret) {
		this(path, secret, AllowedHosts.any());
	}

	/**
	 * Create a path.
	 * @param path what precedes the secret
	 * @param secret the last segment, or {@code null} to have none
	 * @param hosts the hosts on which it is
	 */
	public EndpointPath(String path, @Nullable EndpointSecret secret, AllowedHosts hosts) {
		this.path = path;
		this.encoded = encode(path);
		this.secret = secret;
		this.hosts = hosts;
	}

	private static String encode(String path) {
		try {
			return new URI(null, null, path, null).toASCIIString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("'%s' is no path of a URL".formatted(path), ex);
		}
	}

	/**
	 * Append a segment, such as a secret, to a path or to a URL without a query.
	 * @param base the path or the URL, which may end with a slash
	 * @param segment the segment
	 * @return both, with one slash in between
	 */
	public static String append(String base, String segment) {
		return base.endsWith("/") ? base + segment : base + "/" + segment;
	}

	/**
	 * Return the path without the secret.
	 * @return the path without it
	 */
	public String withoutSecret() {
		return this.path;
	}

	/**
	 * The last segment.
	 * @return the secret, or {@code null} if there is none
	 */
	public @Nullable EndpointSecret secret() {
		return this.secret;
	}

	/**
	 * The hosts on which it is.
	 * @return the hosts that requests may be for
	 */
	public AllowedHosts hosts() {
		return this.hosts;
	}

	/**
	 * Whether a request is for it, with or without a query. Its path must be the same,
	 * character by character: no other spelling, and nothing behind a semicolon.
	 * @param target what the first line of the request says: a path, or a URL that begins
	 * with {@code http} or {@code https}
	 * @return whether path and secret are the same
	 */
	public boolean matches(String target) {
		if (!isTarget(target)) {
			return false;
		}
		int query = target.indexOf('?');
		return matchesPath(target.substring(pathStart(target), (query < 0) ? target.length() : query));
	}

	/**
	 * Whether a path is this one, as {@link #matches(String)} compares it.
	 * @param candidate the path of a request, not decoded, without its query
	 * @return whether path and secret are the same
	 */
	public boolean matchesPath(String candidate) {
		if (this.secret == null) {
			return this.encoded.equals(candidate);
		}
		String prefix = append(this.encoded, "");
		return candidate.startsWith(prefix) && this.secret.matches(candidate.substring(prefix.length()));
	}

	/**
	 * Whether a request can be for an endpoint at all.
	 * @param target what the first line of the request says
	 * @return whether it is a path, or a URL that begins with {@code http} or
	 * {@code https}, either with or without a query
	 */
	public static boolean isTarget(String target) {
		return pathStart(target) >= 0 && target.indexOf('#') < 0;
	}

	/** Where the path begins, or -1 if the target has none, or is of another scheme. */
	private static int pathStart(String target) {
		if (target.startsWith("/")) {
			return 0;
		}
		int authority = authorityStart(target);
		int path = target.indexOf('/', authority);
		return (authority > 0 && path > 0 && RequestFraming.isHost(target.substring(authority, path))) ? path : -1;
	}

	private static int authorityStart(String target) {
		for (String scheme : SCHEMES) {
			if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
				return scheme.length();
			}
		}
		return -1;
	}

	/**
	 * Map the endpoint in Spring's web frameworks.
	 * @param handler the controller or web handler
	 * @return the handler by patterns, of which one has a variable for the secret
	 */
	public Map<String, Object> mappedTo(Object handler) {
		return (this.secret != null) ? Map.of(this.path, handler, toString(), handler) : Map.of(this.path, handler);
	}

	/**
	 * The path as a pattern: with a variable in place of the secret.
	 * @return the pattern
	 */
	@Override
	public String toString() {
		return (this.secret != null) ? append(this.path, "{" + VARIABLE + "}") : this.path;
	}

}
