package dev.statefun.autoconfigure;

/**
 * The secret of the endpoint cannot be used. The message does not tell it, as that of
 * Spring Boot for other properties would.
 */
final class EndpointSecretException extends RuntimeException {

	static final String DESCRIPTION = "'statefun.secret' is too short, or has characters that do not belong into a path.";

	static final String ACTION = "Set it to at least 16 letters, digits, hyphens, dots, underscores or tildes, such as the output of 'openssl rand -hex 32'.";

	EndpointSecretException() {
		super(DESCRIPTION + " " + ACTION);
	}

}
