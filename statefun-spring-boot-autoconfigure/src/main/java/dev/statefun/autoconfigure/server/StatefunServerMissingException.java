package dev.statefun.autoconfigure.server;

/**
 * The endpoint is to have a server of its own, and that is not on the class path.
 */
final class StatefunServerMissingException extends RuntimeException {

	static final String DESCRIPTION = "'statefun.server' puts the endpoint of the engine on a port or socket of its own, "
			+ "but statefun-http-netty is not on the class path, which serves it.";

	static final String ACTION = "Add the dependency dev.statefun:statefun-http-netty, "
			+ "or remove 'statefun.server.port' and 'statefun.server.unix-domain-socket'.";

	StatefunServerMissingException() {
		super(DESCRIPTION + " " + ACTION);
	}

}
