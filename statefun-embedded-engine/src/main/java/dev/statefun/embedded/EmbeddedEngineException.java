package dev.statefun.embedded;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The engine does not run, with what to do about it.
 */
final class EmbeddedEngineException extends RuntimeException {

	private final String description;

	private final String action;

	EmbeddedEngineException(String description, String action) {
		this(description, action, null);
	}

	EmbeddedEngineException(String description, String action, @Nullable Throwable cause) {
		super(description + ". " + action, cause);
		this.description = description;
		this.action = action;
	}

	static EmbeddedEngineException portInUse(String name, int port) {
		return new EmbeddedEngineException("Port " + port + " of the engine's HTTP " + name + " is already in use",
				"Stop what listens there, or set 'statefun.embedded-engine." + name
						+ "-port' to another port (0 picks a free one).");
	}

	static EmbeddedEngineException kafka(String address, List<String> users, String reason) {
		return new EmbeddedEngineException(
				"The embedded engine cannot reach Kafka at %s (%s), for the %s".formatted(address, reason,
						String.join(" and the ", users)),
				"Start Kafka, or correct the address: 'statefun.kafka.bootstrap-servers', 'spring.kafka.bootstrap-servers', or that in 'statefun.embedded-engine.module'. To do without, set 'statefun.embedded-engine.enabled=false'.");
	}

	static EmbeddedEngineException ended(String reason, String log) {
		return new EmbeddedEngineException("The embedded engine did not start: " + reason + lastLines(log),
				"Set 'logging.level.statefun.engine=debug' to see what it does. If the state that it restores is the cause, another 'statefun.embedded-engine.state-directory' begins anew.");
	}

	static EmbeddedEngineException timedOut(long seconds, String log) {
		return new EmbeddedEngineException(
				"The embedded engine was not ready within " + seconds + " s" + lastLines(log),
				"Set 'logging.level.statefun.engine=debug' to see what it does, or give it more time with 'statefun.embedded-engine.startup-timeout'.");
	}

	private static String lastLines(String log) {
		return log.isEmpty() ? "" : ". Its last words:\n" + log + "\n";
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
