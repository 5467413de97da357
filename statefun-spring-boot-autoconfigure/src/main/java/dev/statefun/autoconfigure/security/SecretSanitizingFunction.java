package dev.statefun.autoconfigure.security;

import java.util.Locale;

import dev.statefun.http.EndpointSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks the secret of the endpoint even if the actuator shows values. It finds the secret
 * by the name of its property, in each spelling. It also finds it in values of other
 * names, such as a variable that the property refers to, or the command line.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	private final @Nullable EndpointSecret secret;

	SecretSanitizingFunction(@Nullable EndpointSecret secret) {
		this.secret = secret;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (data.getKey().toLowerCase(Locale.ROOT).replaceAll("[._-]", "").equals("statefunsecret")) {
			return data.withSanitizedValue();
		}
		if (this.secret == null || data.getValue() == null) {
			return data;
		}
		String value = data.getValue().toString();
		String masked = this.secret.maskedIn(value);
		return masked.equals(value) ? data : data.withValue(masked);
	}

}
