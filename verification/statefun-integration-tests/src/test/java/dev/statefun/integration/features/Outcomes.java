package dev.statefun.integration.features;

import java.time.Duration;
import java.util.List;

import dev.statefun.integration.Engine;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What functions have told {@code test/out}, as text that begins with a topic.
 */
final class Outcomes {

	private Outcomes() {
	}

	/** Wait for so many outcomes, and return all that there are. */
	static List<String> await(Engine engine, String topic, int count) {
		try {
			return Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> find(engine, topic), (found) -> found.size() >= count);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("Of %s there is %s, after %d restarts. The engine's last words:%n%s"
				.formatted(topic, find(engine, topic), engine.restarts(), engine.process().lastLines()), ex);
		}
	}

	private static List<String> find(Engine engine, String topic) {
		String prefix = topic + ": ";
		return engine.committed()
			.stream()
			.filter((committed) -> committed.typename().endsWith("/string")
					|| committed.typename().endsWith("/google.protobuf.StringValue"))
			.map((committed) -> committed.asString())
			.filter((text) -> text.startsWith(prefix))
			.map((text) -> text.substring(prefix.length()))
			.toList();
	}

}
