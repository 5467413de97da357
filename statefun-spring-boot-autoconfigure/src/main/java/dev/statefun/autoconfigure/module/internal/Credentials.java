package dev.statefun.autoconfigure.module.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds credentials in the values of a module file, by the names that Kafka, Kinesis and
 * other clients have for them, and in URLs.
 */
public final class Credentials {

	/** This text takes the place of a credential, as in Spring Boot's actuator. */
	public static final String MASK = "******";

	private static final Pattern NAMES = Pattern.compile("passw|passphrase|pwd|secret|token|credential|jaas|userinfo"
			+ "|authorization|apikey|accesskey|privatekey|signingkey|keystorekey");

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

	private Credentials() {
	}

	/**
	 * Return the value, with a mask in place of credentials.
	 * @param key the key of the value, or the name of the property that it comes from
	 * @param value the value
	 * @return what may be shown
	 */
	public static Object masked(String key, Object value) {
		if (areIn(key)) {
			return MASK;
		}
		return (value instanceof String text) ? USER_INFO.matcher(text).replaceAll(MASK) : value;
	}

	/**
	 * Tell whether values of a key are credentials.
	 * @param key the key
	 * @return whether its name says so
	 */
	public static boolean areIn(String key) {
		return NAMES.matcher(key.toLowerCase(Locale.ROOT).replaceAll("[._-]", "")).find();
	}

}
