package dev.statefun.client.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.AskTimeoutException;
import dev.statefun.client.InstanceState;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.AskRecorder.Outcome;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.StateAccess;
import dev.statefun.io.internal.StateReply;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * States that are read and changed with the client, and the ways around its permission.
 */
class InstanceStateTests {

	private static final Address ADA = Address.of("demo/counter", "ada");

	private static final ValueSpec<Integer> COUNT = ValueSpec.of("count", Types.integerType());

	private static final ValueSpec<String> LAST = ValueSpec.of("last", Types.stringType());

	private static final ClientNames NAMES = new ClientNames("shop");

	private static final TypedValue READ = StateRequest.read().toValue();

	private static final TypedValue SET = StateRequest.set("count", TypedValue.of(Types.integerType(), 7)).toValue();

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final List<Outcome> outcomes = new ArrayList<>();

	private final List<TypedValue> answers = new ArrayList<>();

	private List<String> targets = List.of();

	private MemoryTransport transport;

	private StatefunClient client;

	@BeforeEach
	void start() {
		start(ProtocolVersion.V3, StateAccess.WRITE);
	}

	private void start(ProtocolVersion version, StateAccess access) {
		start(version, access, access);
	}

	private void start(ProtocolVersion version, StateAccess ofClient, StateAccess ofFunctions) {
		ClientSettings settings = new ClientSettings(NAMES, Duration.ofSeconds(30), 10, Duration.ofHours(1), false,
				null);
		AtomicReference<FunctionRegistry> own = new AtomicReference<>();
		AllowedTargets allowed = new AllowedTargets(this.targets, own::get, ofClient);
		List<FunctionDefinition> functions = new ArrayList<>(
				new GatewayRegistrar(settings, allowed, new NoTransport()).functions());
		functions.add(FunctionDefinition.of("demo/counter", new Counter()));
		functions.add(FunctionDefinition.of("demo/relay", (context, message) -> context.forward(ADA)));
		functions.add(FunctionDefinition.of("demo/to-gateway",
				(context, message) -> context.forward(gateway(context.self().id()))));
		FunctionRegistry registry = new FunctionRegistry(functions);
		own.set(registry);
		RequestReplyHandler handler = RequestReplyHandler.builder(registry)
			.types(this.types)
			.stateAccess(ofFunctions)
			.build();
		this.transport = new MemoryTransport(registry, handler, version);
		this.client = new DefaultStatefunClient(settings, this.types, allowed, this.transport,
				(target) -> (outcome, failure) -> this.outcomes.add(outcome));
		this.answers.clear();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenStatesAreReadThenTheyAreWhatTheFunctionSees(ProtocolVersion version) throws Throwable {
		start(version, StateAccess.READ);
		InstanceState empty = read();
		assertThat(empty.names()).containsExactly("count", "last");
		assertThat(empty.isPresent("count")).isFalse();
		assertThat(empty.get(COUNT)).isEmpty();
		this.transport.send(ADA, this.types.serialize("hello"));
		InstanceState state = read();
		assertThat(state.address()).isEqualTo(ADA);
		assertThat(state.get(COUNT)).hasValue(1);
		assertThat(state.get("count", Integer.class)).hasValue(1);
		assertThat(state.get("count", Number.class)).hasValue(1);
		assertThat(state.get("last", String.class)).hasValue("hello");
		assertThat(state.typedValue("last")).hasValue(this.types.serialize("hello"));
		assertThat(state).hasToString("InstanceState[demo/counter/ada: count of io.statefun.types/int,"
				+ " last of io.statefun.types/string]");
		assertThat(this.outcomes).containsExactly(Outcome.REPLY, Outcome.REPLY);
	}

	@Test
	void whenAStateIsReadAsSomethingElseThenTheErrorSaysWhatItIs() throws Throwable {
		InstanceState state = read();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> state.get("count", String.class))
			.withMessage("The state 'count' of demo/counter is a java.lang.Integer, not a java.lang.String");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> state.get("sum", String.class))
			.withMessage("The function demo/counter does not declare the state 'sum', only [count, last]");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> state.get(ValueSpec.of("count", Types.stringType())))
			.withMessageContaining("another type");
		this.transport.put(ADA, "count", TypedValue.of(Types.stringType(), "old"));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read().get(COUNT));
		assertThat(read().typedValue("count")).hasValue(TypedValue.of(Types.stringType(), "old"));
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAStateIsWrittenThenTheFunctionSeesIt(ProtocolVersion version) throws Throwable {
		start(version, StateAccess.WRITE);
		join(this.client.to(ADA).setState("count", 41));
		join(this.client.to(ADA).setState(LAST, "before"));
		this.transport.send(ADA, this.types.serialize("after"));
		assertThat(read().get(COUNT)).hasValue(42);
		assertThat(read().get(LAST)).hasValue("before, after");
		join(this.client.to(ADA).removeState("count"));
		join(this.client.to(ADA).removeState(LAST));
		assertThat(read().names()).allSatisfy((name) -> assertThat(read().isPresent(name)).isFalse());
	}

	@Test
	void whenAWriteDoesNotFitThenNothingIsSent() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).setState("count", "7"))
			.withMessage(
					"The state 'count' of demo/counter is a java.lang.Integer (io.statefun.types/int), so it cannot"
							+ " be set to a java.lang.String");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).setState("sum", 7))
			.withMessageContaining("[count, last]");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).removeState("sum"))
			.withMessageContaining("[count, last]");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).setState(ValueSpec.of("count", Types.longType()), 7L));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).removeState(ValueSpec.of("count", Types.longType())));
		assertThat(this.transport.reached()).isEmpty();
	}

	@Test
	void whenAWriteHasAKeyThenItIsDoneOnceAndAReadIsAlwaysNew() throws Throwable {
		for (int i = 0; i < 3; i++) {
			join(this.client.to(ADA).withIdempotencyKey("k").setState(COUNT, 10));
			this.transport.send(ADA, this.types.serialize("more"));
			assertThat(join(this.client.to(ADA).withIdempotencyKey("r").state()).get(COUNT)).hasValue(11 + i);
		}
		assertRefused(this.client.to(ADA).withIdempotencyKey("k").setState(COUNT, 11), "belongs to another question");
	}

	@Test
	void whenStatesWereReadThenTheGatewayKeepsNoCopy() throws Throwable {
		read();
		assertThat(this.transport.values())
			.noneSatisfy((value) -> assertThat(value.bytes().toStringUtf8()).contains(StateReply.TYPE_NAME));
	}

	@Test
	void whenAMessageBeforeItFailsThenAReadWaits() {
		CompletableFuture<InstanceState> state = this.client.to("demo/counter", "lost").state();
		assertThat(state).isCompleted();
		this.transport.lose();
		CompletableFuture<InstanceState> waiting = this.client.to(ADA).state();
		this.transport.letTimePass();
		assertThatExceptionOfType(AskTimeoutException.class).isThrownBy(() -> join(waiting));
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenThereIsNoPermissionThenTheClientSaysSoAndSendsNothing(ProtocolVersion version) {
		start(version, StateAccess.NONE);
		assertRefused(this.client.to(ADA).state(), "its states must not be read",
				"'statefun.state-access' is 'none', and has to be 'read' or 'write'");
		start(version, StateAccess.READ);
		for (CompletableFuture<Void> write : List.of(this.client.to(ADA).setState("count", 1),
				this.client.to(ADA).setState(COUNT, 1), this.client.to(ADA).removeState("count"),
				this.client.to(ADA).removeState(COUNT))) {
			assertRefused(write, "its states must not be changed",
					"'statefun.state-access' is 'read', and has to be 'write'");
		}
		assertThat(this.outcomes).hasSize(5).containsOnly(Outcome.REFUSAL);
		assertThat(this.transport.reached()).isEmpty();
	}

	@Test
	void whenAFunctionIsOfAnotherApplicationThenItGetsNoSuchMessage() {
		assertRefused(this.client.to("demo/other", "x").state(), "no function of this application");
		this.targets = List.of("demo/*");
		start();
		assertRefused(this.client.to("demo/other", "x").state(), "Only the states of its own functions");
		assertRefused(this.client.to("demo/other", "x").setState("count", 1), "Only the states of its own functions");
		this.targets = List.of("other/*");
		start();
		assertRefused(this.client.to(ADA).state(), "'statefun.client.targets' does not allow it");
		assertThat(this.transport.reached()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAQuestionIsMadeByHandThenTheGatewayHasTheSamePermission(ProtocolVersion version) {
		start(version, StateAccess.NONE, StateAccess.WRITE);
		assertRefusedByGateway(ADA, READ, "'statefun.state-access' is 'none'");
		assertRefusedByGateway(ADA, SET, "'statefun.state-access' is 'none'");
		start(version, StateAccess.READ, StateAccess.WRITE);
		assertRefusedByGateway(ADA, SET, "'statefun.state-access' is 'read'");
		start(version, StateAccess.WRITE);
		assertRefusedByGateway(Address.of("demo/other", "x"), SET, "no function of this application");
		assertRefusedByGateway(gateway("x"), READ, "reserved");
		assertRefusedByGateway(ADA,
				new TypedValue(StateRequest.TYPE_NAME, READ.bytes().concat(READ.bytes()).substring(1)),
				"The request for states");
		assertRefusedByGateway(ADA, new StateReply(Map.of()).toValue(), "reserved");
		assertThat(this.transport.reached()).extracting(Address::type).containsOnly(NAMES.gateway());
	}

	private void assertRefusedByGateway(Address target, TypedValue value, String reason) {
		this.answers.clear();
		this.transport.receive(NAMES.egress(false).toString(), this.answers::add);
		this.transport.send(gateway(new AskId(target, "k").toString()), ask(value));
		this.transport.send(gateway(new AskId(target, "k").toString()), Request.TYPE.toValue(new Request(ask(value))));
		assertThat(this.answers).hasSize(2).allSatisfy((record) -> {
			Answer answer = record.as(Answer.TYPE);
			assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSAL);
			assertThat(answer.value().as(Types.stringType())).contains(reason);
		});
		assertThat(this.transport.values()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAQuestionIsMadeByHandThenDispatchHasTheSamePermission(ProtocolVersion version) throws Throwable {
		start(version, StateAccess.WRITE, StateAccess.NONE);
		this.transport.put(ADA, "count", TypedValue.of(Types.integerType(), 5));
		for (TypedValue request : List.of(READ, SET)) {
			this.answers.clear();
			this.transport.receive(NAMES.egress(false).toString(), this.answers::add);
			this.transport.send(gateway(new AskId(ADA, request.bytes().toString()).toString()), ask(request));
			assertThat(this.answers).singleElement()
				.satisfies((record) -> assertThat(record.as(Answer.TYPE).kind()).isEqualTo(Answer.Kind.FAILURE));
		}
		assertThat(this.transport.get(ADA, "count")).isEqualTo(TypedValue.of(Types.integerType(), 5));
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenTheMessageComesAnyOtherWayThenItReadsAndWritesNothing(ProtocolVersion version) {
		start(version, StateAccess.WRITE);
		this.transport.put(ADA, "count", TypedValue.of(Types.integerType(), 5));
		this.transport.receive(NAMES.egress(false).toString(), this.answers::add);
		String id = new AskId(ADA, "k").toString();
		Address sender = new Address(NAMES.sender(), id);
		for (TypedValue request : List.of(READ, SET)) {
			// Straight from an ingress, or from functions of this and other applications
			this.transport.send(ADA, request);
			this.transport.sendFrom(Address.of("demo/counter", "bob"), ADA, request);
			this.transport.sendFrom(Address.of("other/python", "x"), ADA, request);
			this.transport.sendFrom(Address.of("dev.statefun.client.ask/other", id), ADA, request);
			this.transport.sendFrom(sender, ADA, request);
			// A function that forwards whatever it gets
			this.transport.send(Address.of("demo/relay", "x"), request);
			this.transport.sendFrom(gateway(id), Address.of("demo/relay", "x"), request);
			// A question of a function, and a message without a question
			this.transport.send(Address.of("demo/to-gateway", id), ask(request));
			this.transport.send(gateway(id), request);
			// Later, or once
			this.transport.send(sender, Delivery.TYPE.toValue(new Delivery(request, Duration.ZERO)));
			this.transport.send(sender, Delivery.TYPE.toValue(new Delivery(request, Duration.ofSeconds(1))));
			// The same through the gateway, as on Kafka
			for (TypedValue inside : List.of(request, Delivery.TYPE.toValue(new Delivery(request, Duration.ZERO)),
					Delivery.TYPE.toValue(new Delivery(request, Duration.ofSeconds(1))))) {
				this.transport.send(gateway(id), inside);
				this.transport.send(gateway(id), Request.TYPE.toValue(new Request(inside)));
				this.transport.send(Address.of("demo/to-gateway", id), Request.TYPE.toValue(new Request(inside)));
			}
			this.transport.send(Address.of("demo/to-gateway", id), Request.TYPE.toValue(new Request(ask(request))));
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> this.client.to(ADA).send(request))
				.withMessageContaining("reserved");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> this.client.to(ADA).sendAfter(Duration.ofSeconds(1), request))
				.withMessageContaining("reserved");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> this.client.to(ADA).ask(request, Integer.class))
				.withMessageContaining("reserved");
		}
		assertThat(this.answers).isEmpty();
		assertThat(this.transport.delayed()).isEmpty();
		assertThat(this.transport.get(ADA, "count")).isEqualTo(TypedValue.of(Types.integerType(), 5));
	}

	private static Address gateway(String id) {
		return new Address(NAMES.gateway(), id);
	}

	private static TypedValue ask(TypedValue value) {
		return Ask.TYPE.toValue(new Ask(value, true, Map.of()));
	}

	private InstanceState read() {
		return this.client.to(ADA).state().join();
	}

	private static void assertRefused(CompletableFuture<?> answer, String... message) {
		assertThatExceptionOfType(AskRefusedException.class).isThrownBy(() -> join(answer))
			.withMessageContainingAll(message);
	}

	private static <T> T join(CompletableFuture<T> future) throws Throwable {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw ex.getCause();
		}
	}

	private static final class Counter implements StatefulFunction {

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(COUNT, LAST);
		}

		@Override
		public void apply(Context context, Message message) {
			String text = message.as(String.class);
			context.storage().set(COUNT, context.storage().get(COUNT).orElse(0) + 1);
			context.storage().set(LAST, context.storage().get(LAST).map((last) -> last + ", " + text).orElse(text));
		}

	}

}
