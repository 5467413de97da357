package dev.statefun.observation.internal;

import dev.statefun.Address;
import dev.statefun.type.internal.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in the mapped diagnostic context which function instance is at work, under the
 * keys {@value #FUNCTION} and {@value #ID}. Stateless.
 */
public final class LogCorrelation {

	/** The key of the type of the function. */
	public static final String FUNCTION = "statefun.function";

	/** The key of the id of the function instance. */
	public static final String ID = "statefun.id";

	private static final Scope NOTHING = () -> {
	};

	/**
	 * Create a correlation.
	 */
	public LogCorrelation() {
	}

	/** Most invocations find what the request has put there, on the same thread. */
	Scope open(Address self) {
		String formerId = MDC.get(ID);
		String formerFunction = MDC.get(FUNCTION);
		String id = LogText.name(self.id());
		String function = LogText.name(self.type());
		if (id.equals(formerId) && function.equals(formerFunction)) {
			return NOTHING;
		}
		MDC.put(ID, id);
		MDC.put(FUNCTION, function);
		return () -> {
			restore(ID, formerId);
			restore(FUNCTION, formerFunction);
		};
	}

	private static void restore(String key, @Nullable String former) {
		if (former != null) {
			MDC.put(key, former);
		}
		else {
			MDC.remove(key);
		}
	}

	/**
	 * How long it is said.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
