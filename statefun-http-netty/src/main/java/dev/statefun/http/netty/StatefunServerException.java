package dev.statefun.http.netty;

import java.net.InetAddress;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start. The exception names the reason and the remedy.
 *
 * @since 0.1.0
 */
public final class StatefunServerException extends RuntimeException {

	private final String description;

	private final String action;

	private StatefunServerException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	static StatefunServerException portInUse(int port, Throwable cause) {
		return new StatefunServerException(
				"The endpoint of the engine cannot have port %d, since it is already in use.".formatted(port),
				"Stop what listens there, or set 'statefun.server.port' to another port (0 picks a free one).", cause);
	}

	static StatefunServerException cannotListen(@Nullable InetAddress address, int port, Throwable cause) {
		return new StatefunServerException(
				"The endpoint of the engine cannot have port %d%s: %s.".formatted(port,
						(address != null) ? " of " + address.getHostAddress() : "", cause.getMessage()),
				"Check 'statefun.server.port' and 'statefun.server.address', which must be one of this machine's.",
				cause);
	}

	static StatefunServerException socketInUse(Path path) {
		return new StatefunServerException(
				"The endpoint of the engine cannot have the Unix domain socket %s, since another process listens there."
					.formatted(path),
				"Stop that process, or set 'statefun.server.unix-domain-socket' to another path.", null);
	}

	static StatefunServerException cannotListen(Path path, Throwable cause) {
		return new StatefunServerException(
				"The endpoint of the engine cannot have the Unix domain socket %s: %s.".formatted(path, cause),
				"Set 'statefun.server.unix-domain-socket' to a path of some 100 characters at most, in a directory that exists and that this application may write to, and where no file is.",
				cause);
	}

	/**
	 * Describe the problem.
	 * @return why the server cannot start, one sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tell what to do about it.
	 * @return one sentence
	 */
	public String action() {
		return this.action;
	}

}
