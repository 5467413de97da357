package dev.statefun.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;
import org.assertj.core.api.AssertProvider;

/**
 * Plays the engine in a test: delivers messages to the functions of the application,
 * keeps their states, and records what they do. Requests and answers are those of
 * production, bytes included.
 * <p>
 * {@link #send} delivers a message and all that follows from it, until nothing is left to
 * deliver. Delayed messages wait until {@link #advanceBy} moves the clock, which nothing
 * else does. A function that fails makes the method fail that delivered the message,
 * which is delivered again with the next one, as the engine would.
 * <p>
 * {@code assertThat(runtime)} of AssertJ has assertions on what functions did, see
 * {@link StatefunRuntimeAssert}. Annotate a test with {@link StatefunTest}, or with
 * {@code @SpringBootTest} and {@link AutoConfigureStatefunRuntime}, to have a runtime
 * injected; each test method starts with an empty one.
 * <p>
 * Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class StatefunTestRuntime implements AssertProvider<StatefunRuntimeAssert> {

	private final KnownFunctions functions;

	private final Backend backend;

	private boolean failuresTolerated;

	StatefunTestRuntime(FunctionRegistry functions, TypeRegistry types, Backend backend) {
		this.functions = new KnownFunctions(functions, types);
		this.backend = backend;
	}

	/**
	 * Create a runtime in memory, without Spring, that speaks the 3.x protocol.
	 * @param functions the functions
	 * @return the runtime
	 * @throws InvalidFunctionException if two functions have the same type
	 */
	public static StatefunTestRuntime of(FunctionDefinition... functions) {
		FunctionRegistry registry = new FunctionRegistry(Arrays.asList(functions));
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		return inMemory(registry, RequestReplyHandler.builder(registry).types(types).build(), types,
				ProtocolVersion.V3);
	}

	/**
	 * Create a runtime in memory.
	 * @param functions the functions
	 * @param handler handles requests for them
	 * @param types finds the types of values
	 * @param version the protocol to speak
	 * @param egresses the egresses that functions may send to, {@code namespace/name};
	 * none allows all
	 * @return the runtime
	 * @throws IllegalArgumentException if the name of an egress is malformed
	 */
	public static StatefunTestRuntime inMemory(FunctionRegistry functions, RequestReplyHandler handler,
			TypeRegistry types, ProtocolVersion version, String... egresses) {
		return new StatefunTestRuntime(functions, types, new InMemoryEngine(functions, handler, types, version,
				List.of(egresses), new ClientPort(new TestClock())));
	}

	/**
	 * Send a message as an ingress does, and deliver it and all that follows.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param value what to send: of a class that has a type, or a {@code TypedValue}. On
	 * the embedded engine it must have a value
	 * @throws IllegalArgumentException if the application has no such function, the type
	 * is malformed, or the id is empty
	 * @throws UnknownTypeException if the class of the value has no type
	 * @throws RequestFailedException if a function fails
	 * @see #deliver()
	 */
	public void send(String type, String id, Object value) {
		send(Address.of(type, id), value);
	}

	/**
	 * Send a message as an ingress does, and deliver it and all that follows.
	 * @param target whom to send it to
	 * @param value what to send
	 * @throws IllegalArgumentException if the application has no such function, or the id
	 * is empty
	 * @see #send(String, String, Object)
	 */
	public void send(Address target, Object value) {
		enqueue(target, value);
		deliver();
	}

	/**
	 * Send a message as another function does, and deliver it and all that follows. On
	 * the embedded engine that must be a function of the application.
	 * @param caller who sends it
	 * @param target whom to send it to
	 * @param value what to send
	 * @throws IllegalArgumentException if the application has no such function, or the id
	 * is empty
	 * @see #send(String, String, Object)
	 */
	public void sendFrom(Address caller, Address target, Object value) {
		this.backend.enqueue(this.functions.message(caller, target, value));
		deliver();
	}

	/**
	 * Send a message as an ingress does, without delivering it yet, so that others can be
	 * delivered together with it. The embedded engine does not wait.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param value what to send
	 * @throws IllegalArgumentException if the application has no such function, the type
	 * is malformed, or the id is empty
	 * @throws UnknownTypeException if the class of the value has no type
	 */
	public void enqueue(String type, String id, Object value) {
		enqueue(Address.of(type, id), value);
	}

	/**
	 * Send a message as an ingress does, without delivering it yet.
	 * @param target whom to send it to
	 * @param value what to send
	 * @throws IllegalArgumentException if the application has no such function, or the id
	 * is empty
	 * @see #enqueue(String, String, Object)
	 */
	public void enqueue(Address target, Object value) {
		this.backend.enqueue(this.functions.message(null, target, value));
	}

	/**
	 * Deliver all messages that wait, those that follow from them, and delayed ones that
	 * are due, until none is left.
	 * @throws RequestFailedException if a function fails. Its messages wait to be
	 * delivered again; all others have been delivered
	 * @throws AssertionError if there is no end of it
	 * @see #tolerateFailures()
	 * @see #maxRequests(int)
	 */
	public void deliver() {
		check(this.backend.deliver());
	}

	/**
	 * Deliver one request, in memory only.
	 * @throws AssertionError if there is no message to deliver
	 * @throws RequestFailedException if the function fails
	 */
	public void deliverNext() {
		check(this.backend.inMemory("deliverNext").deliverNext());
	}

	/**
	 * Move the clock forward, step by step from one delayed message that is due to the
	 * next, and deliver them. On the embedded engine, wait so long.
	 * @param duration for how long, not negative
	 * @throws IllegalArgumentException if it is negative
	 * @throws RequestFailedException if a function fails
	 */
	public void advanceBy(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(
					"The clock goes forward only, and cannot be moved by %s. It is %s".formatted(duration, now()));
		}
		check(this.backend.advanceBy(duration));
	}

	/**
	 * The time by which delayed messages are due and states expire.
	 * @return the time, {@code 2026-01-01T00:00:00Z} at first unless the engine is the
	 * embedded one
	 */
	public Instant now() {
		return clock().instant();
	}

	/**
	 * A clock that shows that time, for functions that want to know it.
	 * @return the clock, in UTC
	 */
	public Clock clock() {
		return this.backend.clock();
	}

	private void check(List<FailedRequest> failures) {
		if (!this.failuresTolerated) {
			FailedRequest.throwFirst(failures);
		}
	}

	/**
	 * Let functions fail from now on without failing the test, which looks at
	 * {@link #failures()} itself.
	 */
	public void tolerateFailures() {
		this.failuresTolerated = true;
	}

	/**
	 * Deliver in random order from now on. The address, the number of messages and the
	 * sender of each delivery are random. Messages from one address to another stay in
	 * order. In memory only.
	 * @param seed what determines the order
	 */
	public void shuffle(long seed) {
		this.backend.inMemory("shuffle").order().shuffle(seed);
	}

	/**
	 * Limit the number of messages of a request, 1000 by default. In memory only.
	 * @param messages how many, at least one
	 * @throws IllegalArgumentException if it is less than one
	 */
	public void maxBatchSize(int messages) {
		this.backend.inMemory("maxBatchSize").order().maxBatchSize(messages);
	}

	/**
	 * Cut the messages that wait into requests of given sizes, or less where fewer
	 * messages wait. In memory only.
	 * @param sizes how many messages the next request has, the one after it, and so on
	 * @throws IllegalArgumentException if one is less than one
	 */
	public void nextBatches(int... sizes) {
		this.backend.inMemory("nextBatches").order().nextSizes(sizes);
	}

	/**
	 * Limit the number of requests before a delivery counts as endless, 10000 by default.
	 * In memory only.
	 * @param requests how many, at least one
	 * @throws IllegalArgumentException if it is less than one
	 */
	public void maxRequests(int requests) {
		this.backend.inMemory("maxRequests").maxRequests(requests);
	}

	/**
	 * Return the failures between an engine and the application. In memory only.
	 * @return the drills, which take effect with the next delivery
	 */
	public Drills drills() {
		return this.backend.inMemory("drills").drills();
	}

	/**
	 * Run a scenario again and again, from an empty runtime each time, with messages
	 * shuffled by the seeds 1, 2, 3 and so on. In memory only.
	 * @param seeds how many seeds
	 * @param scenario sends messages and asserts what came of it
	 * @throws AssertionError if it fails under one of the seeds; the message says which
	 */
	public void underSeeds(int seeds, SeededScenario scenario) {
		SeededRuns.run(this, seeds, scenario);
	}

	/**
	 * Read a state.
	 * @param <T> the class of the value
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param name the name of the state
	 * @param javaType the class of the value, as the function declares it
	 * @return the value, or nothing if there is none or it has expired
	 * @throws IllegalArgumentException if there is no such function or state, or the
	 * state is of another class
	 */
	public <T> Optional<T> state(String type, String id, String name, Class<T> javaType) {
		Address address = Address.of(type, id);
		ValueSpec<T> spec = this.functions.state(address, name, javaType);
		return Optional.ofNullable(this.backend.read(address, spec)).map((value) -> value.as(spec.type()));
	}

	/**
	 * Write a state, to set up a scene.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param name the name of the state
	 * @param value the value, of the class that the function declares
	 * @throws IllegalArgumentException if there is no such function or state, or the
	 * state is of another class
	 */
	public void setState(String type, String id, String name, Object value) {
		Address address = Address.of(type, id);
		this.backend.write(address, this.functions.state(address, name),
				this.functions.serialize(address, name, value));
	}

	/**
	 * Remove a state, to set up a scene.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param name the name of the state
	 * @throws IllegalArgumentException if there is no such function or state
	 */
	public void removeState(String type, String id, String name) {
		Address address = Address.of(type, id);
		this.backend.write(address, this.functions.state(address, name), null);
	}

	/**
	 * The messages that functions sent to functions. Delayed ones are not among them,
	 * unless they became due and are for a function that the application does not serve.
	 * @return the messages, in the order of sending
	 */
	public List<SentMessage> sent() {
		return List.copyOf(this.backend.journal().sent());
	}

	/**
	 * The delayed messages that wait for their time.
	 * @return the messages, the next one first
	 */
	public List<DelayedMessage> delayed() {
		return this.backend.delayed();
	}

	/**
	 * The delayed messages that were cancelled in time.
	 * @return the messages, in the order of cancelling
	 */
	public List<DelayedMessage> cancelled() {
		return List.copyOf(this.backend.journal().cancelled());
	}

	/**
	 * The messages that functions sent through egresses.
	 * @return the messages, in the order of sending
	 */
	public List<EmittedMessage> emitted() {
		return List.copyOf(this.backend.journal().emitted());
	}

	/**
	 * The requests that failed, each time that they did.
	 * @return the failures
	 */
	public List<FailedRequest> failures() {
		return List.copyOf(this.backend.journal().failures());
	}

	/**
	 * Forget the effects of functions so far, so that assertions see only later ones.
	 * States and waiting messages remain.
	 */
	public void forgetEffects() {
		this.backend.forgetEffects();
	}

	/**
	 * Forget everything, as before each test method: messages, states, the time, orders
	 * and drills.
	 */
	public void reset() {
		this.failuresTolerated = false;
		this.backend.reset();
	}

	/**
	 * Return all there is, for people.
	 * @return states, messages that wait, and what functions did
	 */
	public String dump() {
		return RuntimeDump.of(this.backend);
	}

	@Override
	public StatefunRuntimeAssert assertThat() {
		return new StatefunRuntimeAssert(this, this.functions, this.backend);
	}

	@Override
	public String toString() {
		return dump();
	}

}
