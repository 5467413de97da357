package dev.statefun.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * A secret that only the engine knows: the last segment of the endpoint's path. It is
 * compared in constant time, and {@link #toString()} does not reveal it. Safe for use by
 * many threads.
 *
 * @since 0.1.0
 */
public final class EndpointSecret {

	private final String text;

	private final byte[] bytes;

	private EndpointSecret(String text) {
		this.text = text;
		this.bytes = text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A secret, whatever its text is.
	 * @param text the text
	 * @return the secret
	 */
	public static EndpointSecret of(String text) {
		return new EndpointSecret(text);
	}

	/**
	 * Whether a caller knows it. How long this takes tells the length of the secret at
	 * most.
	 * @param candidate what the caller said, or {@code null} for nothing
	 * @return whether it is the same text
	 */
	public boolean matches(@Nullable String candidate) {
		return candidate != null && MessageDigest.isEqual(this.bytes, candidate.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The text, for who has to send it.
	 * @return the text, which must not be logged
	 */
	public String reveal() {
		return this.text;
	}

	/**
	 * Mask the secret in a text, such as a line of a log.
	 * @param text the text
	 * @return the text, with asterisks in place of the secret
	 */
	public String maskedIn(String text) {
		return text.replace(this.text, toString());
	}

	/**
	 * Whether it has at least 16 characters, and only such that a path can have as they
	 * are: letters, digits, and any of {@code ._~-}.
	 * @return whether it can be used
	 */
	public boolean isUsable() {
		return this.text.matches("[A-Za-z0-9._~-]{16,}");
	}

	@Override
	public String toString() {
		return "******";
	}

}
