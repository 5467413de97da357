package dev.statefun.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.statefun.Address;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what functions did. Each that fails says what they did instead. Values
 * are compared as they travel: by the names of their types, and their bytes.
 *
 * @since 0.1.0
 */
public final class StatefunRuntimeAssert extends AbstractAssert<StatefunRuntimeAssert, StatefunTestRuntime> {

	private final KnownFunctions functions;

	private final Backend backend;

	StatefunRuntimeAssert(StatefunTestRuntime actual, KnownFunctions functions, Backend backend) {
		super(actual, StatefunRuntimeAssert.class);
		this.functions = functions;
		this.backend = backend;
	}

	/**
	 * Verify that a function sent a message to a function.
	 * @param type the type of the receiver, {@code namespace/name}
	 * @param id which instance
	 * @param value what was sent
	 * @return this
	 */
	public StatefunRuntimeAssert hasSent(String type, String id, Object value) {
		Address target = Address.of(type, id);
		CapturedValue expected = this.functions.capture(value);
		if (sentTo(target).stream().noneMatch((message) -> message.value().equals(expected))) {
			fail("a message to %s: %s".formatted(target, expected), "messages", this.actual.sent());
		}
		return this;
	}

	/**
	 * Verify that functions sent no messages to functions.
	 * @return this
	 */
	public StatefunRuntimeAssert hasSentNothing() {
		return none("messages", this.actual.sent());
	}

	/**
	 * Look at the messages that were sent to a function instance.
	 * @param <T> the class of the values
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param javaType the class of the values
	 * @return assertions on the values, in the order of sending
	 */
	public <T> ListAssert<T> messagesTo(String type, String id, Class<T> javaType) {
		Address target = Address.of(type, id);
		return Assertions.assertThat(sentTo(target).stream().map((message) -> message.value().as(javaType)).toList())
			.as("messages to %s, of all that were sent:%s", target, lines(this.actual.sent()));
	}

	private List<SentMessage> sentTo(Address target) {
		return this.actual.sent().stream().filter((message) -> message.to().equals(target)).toList();
	}

	/**
	 * Verify that a delayed message waits.
	 * @param delay with what delay it was sent
	 * @param type the type of the receiver, {@code namespace/name}
	 * @param id which instance
	 * @param value what was sent
	 * @return this
	 */
	public StatefunRuntimeAssert hasDelayed(Duration delay, String type, String id, Object value) {
		Address target = Address.of(type, id);
		CapturedValue expected = this.functions.capture(value);
		if (this.actual.delayed()
			.stream()
			.noneMatch((message) -> message.to().equals(target) && message.delay().equals(delay)
					&& message.value().equals(expected))) {
			fail("a message that waits, to %s after %s: %s".formatted(target, delay, expected), "messages that wait",
					this.actual.delayed());
		}
		return this;
	}

	/**
	 * Verify that no delayed message waits.
	 * @return this
	 */
	public StatefunRuntimeAssert hasNothingDelayed() {
		return none("messages that wait", this.actual.delayed());
	}

	/**
	 * Verify that a delayed message was cancelled in time.
	 * @param cancellationToken the token that it was sent with
	 * @return this
	 */
	public StatefunRuntimeAssert hasCancelled(String cancellationToken) {
		if (this.actual.cancelled()
			.stream()
			.noneMatch((message) -> cancellationToken.equals(message.cancellationToken()))) {
			fail("a cancelled message with the token '%s'".formatted(cancellationToken),
					"cancelled messages, those that wait being%s%n".formatted(lines(this.actual.delayed())),
					this.actual.cancelled());
		}
		return this;
	}

	/**
	 * Verify that a message was sent through an egress that takes values of any type.
	 * @param egress the egress, {@code namespace/name}
	 * @param value what was sent
	 * @return this
	 */
	public StatefunRuntimeAssert hasEmitted(String egress, Object value) {
		CapturedValue expected = this.functions.capture(value);
		if (emittedThrough(egress).stream().noneMatch((message) -> message.value().equals(expected))) {
			fail("a message through the egress %s: %s".formatted(egress, expected), "messages", this.actual.emitted());
		}
		return this;
	}

	/**
	 * Look at what was sent through an egress that takes values of any type.
	 * @param <T> the class of the values
	 * @param egress the egress, {@code namespace/name}
	 * @param javaType the class of the values
	 * @return assertions on the values, in the order of sending
	 */
	public <T> ListAssert<T> emitted(String egress, Class<T> javaType) {
		return Assertions
			.assertThat(emittedThrough(egress).stream().map((message) -> message.value().as(javaType)).toList())
			.as("messages through the egress %s", egress);
	}

	/**
	 * Verify that functions sent nothing through egresses.
	 * @return this
	 */
	public StatefunRuntimeAssert hasEmittedNothing() {
		return none("messages through egresses", this.actual.emitted());
	}

	/** An egress that nobody sent anything through is most probably a wrong name. */
	private List<EmittedMessage> emittedThrough(String egress) {
		TypeName name = TypeName.parse(egress);
		Map<TypeName, List<EmittedMessage>> byEgress = this.actual.emitted()
			.stream()
			.collect(Collectors.groupingBy(EmittedMessage::egress));
		if (!byEgress.containsKey(name)) {
			failWithMessage("%nNothing was sent through the egress %s, only through %s", egress, byEgress.keySet());
		}
		return byEgress.getOrDefault(name, List.of());
	}

	/**
	 * Verify that a record was sent to Kafka or Kinesis.
	 * @param destination the topic or stream
	 * @param key the key of the record
	 * @param utf8Value its value as text
	 * @return this
	 */
	public StatefunRuntimeAssert hasRecord(String destination, String key, String utf8Value) {
		if (recordsIn(destination).stream()
			.noneMatch((entry) -> entry.key().equals(key) && entry.utf8Value().equals(utf8Value))) {
			fail("a record %s[%s] = %s".formatted(destination, key, utf8Value), "messages through egresses",
					this.actual.emitted());
		}
		return this;
	}

	/**
	 * Look at the records that were sent to a topic of Kafka or a stream of Kinesis.
	 * @param destination the topic or stream
	 * @return assertions on the values as text, in the order of sending
	 */
	public ListAssert<String> records(String destination) {
		return Assertions.assertThat(recordsIn(destination).stream().map(StreamRecord::utf8Value).toList())
			.as("records in %s, of all that was sent through egresses:%s", destination, lines(this.actual.emitted()));
	}

	private List<StreamRecord> recordsIn(String destination) {
		return this.actual.emitted()
			.stream()
			.flatMap((message) -> Stream.ofNullable(message.value().asRecord()))
			.filter((entry) -> entry.destination().equals(destination))
			.toList();
	}

	/**
	 * Verify the value of a state.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param name the name of the state
	 * @param value its value
	 * @return this
	 * @throws IllegalArgumentException if there is no such function or state, or the
	 * state is of another class than the value
	 */
	public StatefunRuntimeAssert hasState(String type, String id, String name, Object value) {
		Address address = Address.of(type, id);
		return stateIs(address, name, this.functions.serialize(address, name, value));
	}

	/**
	 * Verify that a state has no value, or no more.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @param name the name of the state
	 * @return this
	 * @throws IllegalArgumentException if there is no such function or state
	 */
	public StatefunRuntimeAssert hasNoState(String type, String id, String name) {
		return stateIs(Address.of(type, id), name, null);
	}

	private StatefunRuntimeAssert stateIs(Address address, String name, @Nullable TypedValue expected) {
		TypedValue present = this.backend.read(address, this.functions.state(address, name));
		if (!Objects.equals(present, expected)) {
			failWithMessage("%nExpected state '%s' of %s to be%n  %s%nbut it was%n  %s%nThis is all there is:%n%s",
					name, address, ValueText.of(expected), ValueText.of(present), this.actual.dump());
		}
		return this;
	}

	/**
	 * Verify that a function failed, and look at what it threw, the latest time if it was
	 * more than once.
	 * @param type the type of the function, {@code namespace/name}
	 * @param id which instance
	 * @return assertions on what it threw
	 * @see StatefunTestRuntime#tolerateFailures()
	 */
	public AbstractThrowableAssert<?, ? extends Throwable> failureOf(String type, String id) {
		Address address = Address.of(type, id);
		List<FailedRequest> failures = this.actual.failures()
			.stream()
			.filter((failure) -> failure.target().equals(address))
			.toList();
		if (failures.isEmpty()) {
			fail("a failure of %s".formatted(address), "failures", this.actual.failures());
		}
		return Assertions.assertThat(failures.get(failures.size() - 1).cause());
	}

	/**
	 * Verify that no function failed.
	 * @return this
	 */
	public StatefunRuntimeAssert hasNoFailures() {
		return none("failures", this.actual.failures());
	}

	/**
	 * Verify that functions answered alike whenever a request was delivered twice: they
	 * then depend on nothing that outlives a request but their states.
	 * @return this
	 * @see Drills#deliverTwice(int)
	 */
	public StatefunRuntimeAssert hasAnsweredAlike() {
		return none("requests that were answered differently the second time", this.backend.journal().differences());
	}

	private StatefunRuntimeAssert none(String what, Collection<?> entries) {
		if (!entries.isEmpty()) {
			failWithMessage("%nExpected no %s, but there were%s", what, lines(entries));
		}
		return this;
	}

	private void fail(String expected, String what, Collection<?> entries) {
		failWithMessage("%nExpected%n  %s%nbut there were these %s:%s", expected, what, lines(entries));
	}

	private static String lines(Collection<?> entries) {
		return entries.isEmpty() ? " none"
				: entries.stream().map((entry) -> "%n  ".formatted() + entry).collect(Collectors.joining());
	}

}
