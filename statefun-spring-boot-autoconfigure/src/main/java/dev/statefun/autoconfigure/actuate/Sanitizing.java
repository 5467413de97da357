package dev.statefun.autoconfigure.actuate;

import dev.statefun.autoconfigure.module.internal.Credentials;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Replaces values of module files that must not be shown.
 */
final class Sanitizing {

	private final Sanitizer sanitizer;

	Sanitizing(Iterable<SanitizingFunction> functions) {
		this.sanitizer = new Sanitizer(functions);
	}

	/**
	 * Apply the functions of the application.
	 * @param shown whether credentials are shown, unless these functions replace them
	 */
	Object value(String key, Object value, boolean shown) {
		Object present = shown ? value : Credentials.masked(key, value);
		Object sanitized = this.sanitizer.sanitize(new SanitizableData(null, key, present), true);
		return (sanitized != null) ? sanitized : SanitizableData.SANITIZED_VALUE;
	}

}
