package dev.statefun.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The path of the endpoint, with its secret if it has one. The secret is not told by
 * {@link #toString()}. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EndpointPath {

	private static final String VARIABLE = "secret";

	private static final Pattern ENCODED_SLASH = Pattern.compile("[^?]*%2[Ff]");

	private final String path;

	private final @Nullable EndpointSecret secret;

	/**
	 * Create a path.
	 * @param path what precedes the secret
	 * @param secret the last segment, or {@code null} to have none
	 */
	public EndpointPath(String path, @Nullable EndpointSecret secret) {
		this.path = path;
		this.secret = secret;
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
	 * Whether a request is for it, with or without a query, encoded or not.
	 * @param target what the first line of the request says
	 * @return whether path and secret are the same
	 */
	public boolean matches(String target) {
		int query = target.indexOf('?');
		String plain = (query < 0) ? target : target.substring(0, query);
		return matchesPath(plain) || matchesPath(decoded(target));
	}

	private boolean matchesPath(@Nullable String candidate) {
		if (candidate == null || this.secret == null) {
			return this.path.equals(candidate);
		}
		String prefix = append(this.path, "");
		return candidate.startsWith(prefix) && this.secret.matches(candidate.substring(prefix.length()));
	}

	/**
	 * Decode the path of a target. Spring's path patterns do not take an encoded slash
	 * for a separator, so a target that has one is for another path. What follows two
	 * slashes at the beginning is no host, though {@link URI} takes it for one.
	 */
	private static @Nullable String decoded(String target) {
		if (target.startsWith("//") || ENCODED_SLASH.matcher(target).lookingAt()) {
			return null;
		}
		try {
			return new URI(target).getPath();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Whether a request that Spring has mapped here has the secret in its path.
	 * @param pathWithinMapping what Spring found in place of the variable
	 * @return whether it is the secret, or there is none
	 */
	public boolean isTold(@Nullable Object pathWithinMapping) {
		return this.secret == null || this.secret.matches(String.valueOf(pathWithinMapping));
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
