package dev.statefun.embedded;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointSecret;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that the engine calls.
 *
 * @param url where functions are invoked, without the secret
 * @param secret the last segment of the path, or {@code null} if there is none
 * @param functions the functions there, each {@code <namespace>/<name>}
 * @param check tells which messages they can take, or {@code null} if that is not known
 */
record FunctionEndpoint(URI url, @Nullable EndpointSecret secret, Set<String> functions, @Nullable IngressCheck check) {

	static FunctionEndpoint of(URI url, @Nullable EndpointSecret secret, FunctionRegistry registry) {
		Set<String> functions = new LinkedHashSet<>();
		registry.typeNames().forEach((name) -> functions.add(name.toString()));
		return new FunctionEndpoint(url, secret, functions, new IngressCheck(registry));
	}

	/** The URL for the engine. It must not be logged. */
	String urlWithSecret() {
		String plain = this.url.toString();
		return (this.secret != null) ? EndpointPath.append(plain, this.secret.reveal()) : plain;
	}

}
