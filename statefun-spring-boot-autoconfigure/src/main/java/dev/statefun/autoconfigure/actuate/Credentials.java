package dev.statefun.autoconfigure.actuate;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Finds credentials in the values of a module file, by the names that Kafka, Kinesis and
 * other clients have for them, and in URLs.
 */
final class Credentials {

	private static final Pattern NAMES = Pattern.compile("passw|passphrase|pwd|secret|token|credential|jaas|userinfo"
			+ "|authorization|apikey|accesskey|privatekey|signingkey|keystorekey");

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

	private Credentials() {
	}

	/** Return the value, with a mask in place of credentials. */
	static Object masked(String key, Object value) {
		String name = key.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
		if (NAMES.matcher(name).find()) {
			return SanitizableData.SANITIZED_VALUE;
		}
		if (value instanceof String text) {
			return USER_INFO.matcher(text).replaceAll(SanitizableData.SANITIZED_VALUE);
		}
		return value;
	}

}
