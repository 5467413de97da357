package dev.statefun.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Finds the largest size of an answer that the engine takes. The properties of the module
 * file tell it if the answer's own property does not.
 */
final class AnswerSize {

	private static final String TRANSPORT = "statefun.module.transport.";

	private AnswerSize() {
	}

	/** Return the number of bytes, or {@code null} if nothing tells it. */
	static @Nullable Long max(StatefunProperties properties, Environment environment) {
		DataSize own = properties.getMaxResponseSize();
		if (own != null) {
			return own.toBytes();
		}
		Binder binder = Binder.get(environment);
		String type = binder.bind(TRANSPORT + "type", String.class).orElse("");
		if (type.toLowerCase(Locale.ROOT).equals("okhttp")) {
			return Long.MAX_VALUE;
		}
		DataSize ofModule = binder.bind(TRANSPORT + "max-payload-size", DataSize.class).orElse(null);
		return (ofModule != null) ? ofModule.toBytes() : null;
	}

}
