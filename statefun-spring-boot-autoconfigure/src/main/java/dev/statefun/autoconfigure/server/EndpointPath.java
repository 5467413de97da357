package dev.statefun.autoconfigure.server;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The path of the endpoint.
 */
final class EndpointPath {

	private final String path;

	EndpointPath(String path) {
		this.path = path;
	}

	/** Whether a request is for it: with or without a query, encoded or not. */
	boolean matches(String target) {
		if (target.startsWith(this.path)
				&& (target.length() == this.path.length() || target.charAt(this.path.length()) == '?')) {
			return true;
		}
		try {
			return this.path.equals(new URI(target).getPath());
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return this.path;
	}

}
