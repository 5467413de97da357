package dev.statefun.test;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The engine behind a test.
 */
sealed interface Backend permits InMemoryEngine, EmbeddedEngineBackend {

	/** By which delayed messages are due and states expire. */
	Clock clock();

	/**
	 * The engine in memory.
	 * @param method the method of {@link StatefunTestRuntime} that needs it
	 * @throws UnsupportedOperationException if this is the embedded engine
	 */
	InMemoryEngine inMemory(String method);

	void enqueue(Envelope message);

	/**
	 * Deliver until nothing is left that is due.
	 * @return the requests that failed meanwhile
	 */
	List<FailedRequest> deliver();

	/**
	 * Let time pass, and deliver what is due meanwhile.
	 * @return the requests that failed meanwhile
	 */
	List<FailedRequest> advanceBy(Duration duration);

	@Nullable TypedValue read(Address address, ValueSpec<?> spec);

	/** Write a value, or remove it. */
	void write(Address address, ValueSpec<?> spec, @Nullable TypedValue value);

	/** The values that are known, of addresses that have any. */
	Map<Address, Map<String, TypedValue>> values();

	List<Envelope> waiting();

	List<DelayedMessage> delayed();

	Journal journal();

	void forgetEffects();

	/** Forget everything. */
	void reset();

}
