package dev.statefun.client.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.client.AskFailedException;
import dev.statefun.client.AskRefusedException;
import dev.statefun.client.AskTimeoutException;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.AskRecorder.Outcome;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.error.PermanentFailure;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.UnknownTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What asks and sends do, from the client through the gateway to the function and back.
 */
class StatefunClientTests {

	private static final Address ADA = Address.of("demo/greeter", "ada");

	private static final ClientNames NAMES = new ClientNames("shop");

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final List<Outcome> outcomes = new ArrayList<>();

	private int calls;

	private List<String> targets = List.of();

	private int maxAsks = 10;

	private MemoryTransport transport;

	private StatefunClient client = start(ProtocolVersion.V3);

	private StatefunClient start(ProtocolVersion version) {
		ClientSettings settings = new ClientSettings(NAMES, Duration.ofSeconds(30), this.maxAsks, Duration.ofHours(1),
				false, null);
		AllowedTargets allowed = new AllowedTargets(this.targets,
				() -> FunctionRegistry.of(FunctionDefinition.of("demo/greeter", this::greet)));
		List<FunctionDefinition> functions = new ArrayList<>(
				new GatewayRegistrar(settings, allowed, new SmallEgress()).functions());
		functions.add(FunctionDefinition.of("demo/greeter", this::greet));
		functions.add(FunctionDefinition.of("demo/relay", (context, message) -> context.forward(ADA)));
		FunctionRegistry registry = new FunctionRegistry(functions);
		RequestReplyHandler handler = RequestReplyHandler.builder(registry).types(this.types).build();
		this.transport = new MemoryTransport(registry, handler, version);
		return new DefaultStatefunClient(settings, this.types, allowed, this.transport,
				(target) -> (outcome, failure) -> this.outcomes.add(outcome));
	}

	private void greet(Context context, Message message) {
		this.calls++;
		switch (message.as(String.class)) {
			case "large" -> context.reply("x".repeat(20_000));
			case "silence" -> {
			}
			case "never" -> throw new Never();
			case "ask" -> this.client.to(ADA).ask("hello", String.class);
			default -> context.reply("hello " + context.self().id() + " " + this.calls);
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAFunctionIsAskedThenTheFutureHasItsReply(ProtocolVersion version) {
		this.client = start(version);
		assertThat(ask("hi")).isCompletedWithValue("hello ada 1");
		assertThat(this.outcomes).containsExactly(Outcome.REPLY);
		assertThat(pending()).isZero();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAKeyIsUsedAgainThenTheFirstAnswerComesAgain(ProtocolVersion version) {
		this.client = start(version);
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.to(ADA).withIdempotencyKey("k").ask("hi", String.class))
				.isCompletedWithValue("hello ada 1");
		}
		assertThat(this.calls).isEqualTo(1);
		assertThat(ask("hi")).isCompletedWithValue("hello ada 2");
		assertThat(this.client.to("demo/greeter", "bob").withIdempotencyKey("k").ask("hi", String.class))
			.isCompletedWithValue("hello bob 3");
		this.transport.expire();
		assertThat(this.client.to(ADA).withIdempotencyKey("k").ask("hi", String.class))
			.isCompletedWithValue("hello ada 4");
	}

	@Test
	void whenAKeyBelongsToAnotherQuestionThenTheAskIsRefused() {
		this.client.to(ADA).withIdempotencyKey("k").ask("hi", String.class);
		assertRefused(this.client.to(ADA).withIdempotencyKey("k").ask("ho", String.class),
				"key 'k' belongs to another");
		assertRefused(this.client.to(ADA).withIdempotencyKey("k").ask("hi", Void.class), "key 'k' belongs to another");
		assertThat(this.calls).isEqualTo(1);
	}

	@Test
	void whenTheProcessThatAskedIsGoneThenAnotherOneGetsTheAnswerWithTheKey() {
		this.client.to(ADA).withIdempotencyKey("k").ask("hi", String.class);
		ClientSettings settings = new ClientSettings(NAMES, Duration.ofSeconds(30), 1, Duration.ofHours(1), false,
				null);
		StatefunClient other = new DefaultStatefunClient(settings, this.types,
				new AllowedTargets(List.of("demo/*"), FunctionRegistry::of), this.transport, AskRecorder.NONE);
		assertThat(other.to(ADA).withIdempotencyKey("k").ask("hi", String.class)).isCompletedWithValue("hello ada 1");
	}

	@Test
	void whenOnlyTheEndOfAMessageIsAwaitedThenAnAskEndsWithoutAReply() {
		assertThat(this.client.to(ADA).ask("silence", Void.class)).isCompletedWithValue(null);
		assertThat(this.client.to(ADA).ask("hi", Void.class)).isCompletedWithValue(null);
		assertThat(this.calls).isEqualTo(2);
	}

	@Test
	void whenThereIsNoReplyThenTheAskEndsWithTheTimeout() {
		CompletableFuture<String> reply = ask("silence");
		assertThat(reply).isNotDone();
		this.transport.letTimePass();
		assertThatExceptionOfType(AskTimeoutException.class).isThrownBy(() -> join(reply))
			.withMessageContainingAll("demo/greeter/ada", "PT30S", "cancels nothing", "idempotency key")
			.satisfies((ex) -> assertThat(ex.target()).isEqualTo(ADA));
		assertThat(this.outcomes).containsExactly(Outcome.TIMEOUT);
		assertThat(pending()).isZero();
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenAMessageCanNeverSucceedThenTheAskFailsAtOnceAndOthersGoOn(ProtocolVersion version) {
		this.client = start(version);
		CompletableFuture<String> reply = ask("never");
		assertThatExceptionOfType(AskFailedException.class).isThrownBy(() -> join(reply))
			.withMessageContainingAll("demo/greeter/ada", Never.class.getName(), "not today")
			.satisfies((ex) -> assertThat(ex.exceptionType()).isEqualTo(Never.class.getName()))
			.satisfies((ex) -> assertThat(ex.exceptionMessage()).isEqualTo("not today"));
		assertThat(ask("hi")).isCompletedWithValue("hello ada 2");
		assertThatExceptionOfType(AskFailedException.class)
			.isThrownBy(() -> join(this.client.to(ADA).ask(7, String.class)))
			.withMessageContaining("io.statefun.types/int");
	}

	@Test
	void whenTheReplyIsOfAnotherTypeThenTheAskFails() {
		assertThatExceptionOfType(AskFailedException.class)
			.isThrownBy(() -> join(this.client.to(ADA).ask("hi", Integer.class)))
			.withMessageContainingAll("cannot be read", "io.statefun.types/string");
	}

	@Test
	void whenAFunctionIsNotAllowedThenNobodyIsReached() {
		assertRefused(this.client.to("other/function", "x").ask("hi", String.class), "no function of this application",
				"statefun.client.targets");
		assertThat(this.transport.reached()).extracting(Address::type).containsExactly(NAMES.gateway());
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to("other/function", "x").sendAfter(Duration.ofSeconds(1), "hi"))
			.withMessageContaining("statefun.client.targets");
		this.targets = List.of("other/*");
		this.client = start(ProtocolVersion.V3);
		assertRefused(ask("hi"), "does not allow it");
		assertThat(this.client.to("other/function", "x").ask("hi", String.class)).isNotDone();
		assertThat(this.transport.reached()).contains(Address.of("other/function", "x"));
	}

	@Test
	void whenAFunctionThatWasNotAskedRepliesThenTheReplyIsIgnored() {
		CompletableFuture<String> reply = this.client.to(ADA).withIdempotencyKey("k").ask("silence", String.class);
		Address gateway = new Address(NAMES.gateway(), new AskId(ADA, "k").toString());
		TypedValue forged = this.types.serialize("forged");
		for (Address forger : List.of(Address.of("demo/greeter", "bob"), Address.of("demo/relay", "ada"))) {
			this.transport.sendFrom(forger, gateway, forged);
			this.transport.sendFrom(forger, gateway, new AskFailure("x", "y").toValue());
			this.transport.sendFrom(forger, gateway, Ask.TYPE.toValue(new Ask(forged, true, Map.of())));
		}
		this.transport.send(gateway, forged);
		this.transport.send(gateway, new TypedValue(Ask.TYPE.typeName(), forged.bytes()));
		this.transport.send(new Address(NAMES.gateway(), "no ask"), Ask.TYPE.toValue(new Ask(forged, true, Map.of())));
		assertThat(reply).isNotDone();
		this.transport.sendFrom(ADA, gateway, this.types.serialize("late"));
		assertThat(reply).isCompletedWithValue("late");
		this.transport.sendFrom(ADA, gateway, this.types.serialize("later"));
		assertThat(this.client.to(ADA).withIdempotencyKey("k").ask("silence", String.class))
			.isCompletedWithValue("late");
	}

	@Test
	void whenSomethingIsReservedThenItIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to("dev.statefun.client.ask/shop", "x"))
			.withMessageContaining("reserved");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).ask(new AskFailure("x", "y").toValue(), String.class))
			.withMessageContaining("reserved");
		Address gateway = new Address(NAMES.gateway(), new AskId(ADA, "k").toString());
		this.transport.send(gateway, Ask.TYPE.toValue(new Ask(new AskFailure("x", "y").toValue(), true, Map.of())));
		this.transport.send(new Address(NAMES.gateway(), new AskId(gateway, "k").toString()),
				Ask.TYPE.toValue(new Ask(this.types.serialize("x"), true, Map.of())));
		assertThat(this.transport.reached()).extracting(Address::type).containsOnly(NAMES.gateway());
	}

	@Test
	void whenNamesOrTypesAreWrongThenNothingIsSent() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.client.to("greeter", "ada"));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.client.to("demo/greeter", ""))
			.withMessageContaining("needs the id");
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> this.client.to(ADA).ask(new StringBuilder(), String.class));
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> this.client.to(ADA).ask("hi", StringBuilder.class));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).sendAfter(Duration.ofSeconds(-1), "hi"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to(ADA).withTimeout(Duration.ZERO));
		assertThat(this.transport.reached()).isEmpty();
	}

	@Test
	void whenAHandlerUsesTheClientThenItIsTold() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> join(this.client.to(ADA).send("ask")))
			.havingRootCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContainingAll("A handler must not use a StatefunClient", "Context");
	}

	@Test
	void whenTooManyAsksWaitThenFurtherOnesFailAtOnce() {
		this.maxAsks = 2;
		this.client = start(ProtocolVersion.V3);
		CompletableFuture<String> first = ask("silence");
		ask("silence");
		assertRefused(ask("hi"), "2 asks wait", "statefun.client.max-asks-in-flight");
		first.cancel(false);
		assertThat(ask("hi")).isCompleted();
		assertThat(this.outcomes).containsExactly(Outcome.REFUSAL, Outcome.CANCELLED, Outcome.REPLY);
	}

	@Test
	void whenAMessageIsSentThenTheFunctionHasNoCaller() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> join(this.client.to(ADA).send("hi")))
			.havingRootCause()
			.withMessageContaining("came from an ingress");
		assertThat(this.client.to(ADA).send("silence")).isCompleted();
	}

	@Test
	void whenAMessageIsSentWithAKeyThenItIsSentOnce() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.to(ADA).withIdempotencyKey("k").send("silence")).isCompleted();
		}
		assertThat(this.calls).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 60_000 })
	void whenAMessageIsSentLaterThenTheEngineKeepsIt(long millis) {
		this.client.to(ADA).sendAfter(Duration.ofMillis(millis), "silence");
		assertThat(this.transport.delayed()).singleElement().satisfies((later) -> {
			assertThat(later.delay()).hasMillis(millis);
			assertThat(later.target()).isEqualTo(ADA);
			assertThat(later.argument().as(Types.stringType())).isEqualTo("silence");
		});
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void whenTheIngressReachesTheGatewayOnlyThenItSendsOnWhatItGets(ProtocolVersion version) {
		this.client = start(version);
		this.transport.sendTo(NAMES.gateway());
		assertThat(ask("hi")).isCompletedWithValue("hello ada 1");
		assertThat(this.transport.reached()).extracting(Address::type)
			.containsExactly(NAMES.gateway(), ADA.type(), NAMES.gateway());
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.to(ADA).send("silence")).isCompleted();
			assertThat(this.client.to(ADA).withIdempotencyKey("k").send("silence")).isCompleted();
		}
		assertThat(this.calls).isEqualTo(1 + 3 + 1);
		this.client.to(ADA).sendAfter(Duration.ofMinutes(1), "silence");
		assertThat(this.transport.delayed()).singleElement()
			.satisfies((later) -> assertThat(later.target()).isEqualTo(ADA));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.client.to("other/function", "x").send("hi"))
			.withMessageContaining("statefun.client.targets");
	}

	@Test
	void whenTheIngressReachesTheGatewayOnlyThenItIsStillNoOpenRelay() {
		this.transport.sendTo(NAMES.gateway());
		TypedValue text = this.types.serialize("hi");
		this.transport.send(Address.of("other/function", "x"), text);
		this.transport.send(ADA, new AskFailure("x", "y").toValue());
		Address gateway = new Address(NAMES.gateway(), AskId.withoutKey(ADA).toString());
		TypedValue delivery = Delivery.TYPE.toValue(new Delivery(text, Duration.ZERO));
		this.transport.sendFrom(Address.of("demo/greeter", "bob"), gateway, delivery);
		this.transport.sendFrom(ADA, gateway, Request.TYPE.toValue(new Request(delivery)));
		Address sender = new Address(NAMES.sender(), gateway.id());
		this.transport.sendFrom(ADA, sender, delivery);
		this.transport.sendFrom(new Address(NAMES.gateway(), "demo/greeter|bob|"), sender, delivery);
		this.transport.sendFrom(null, gateway, new TypedValue(Request.TYPE.typeName(), text.bytes()));
		this.transport.sendFrom(null, gateway,
				Request.TYPE.toValue(new Request(Request.TYPE.toValue(new Request(text)))));
		assertThat(this.transport.reached()).extracting(Address::type).containsOnly(NAMES.gateway(), NAMES.sender());
		assertThat(this.calls).isZero();
	}

	@Test
	void whenAnAnswerIsLargerThanTheEgressTakesThenTheAskFails() {
		assertThatExceptionOfType(AskFailedException.class).isThrownBy(() -> join(ask("large")))
			.withMessageContainingAll("AnswerTooLargeException", "10000");
		assertThat(ask("hi")).isCompletedWithValue("hello ada 2");
		assertThat(this.client.to(ADA).withIdempotencyKey("k".repeat(6_000)).ask("hi", String.class)).isNotDone();
	}

	@Test
	void whenTheGatewayIsThatOfAnotherApplicationThenItDecidesAboutTargets() {
		ClientSettings settings = new ClientSettings(NAMES, Duration.ofSeconds(30), 1, Duration.ofHours(1), false,
				null);
		this.transport.sendTo(NAMES.gateway());
		AllowedTargets unknown = new AllowedTargets(List.of(), () -> null);
		StatefunClient other = new DefaultStatefunClient(settings, this.types, unknown, this.transport,
				AskRecorder.NONE);
		assertThat(other.to(ADA).ask("hi", String.class)).isCompletedWithValue("hello ada 1");
		assertRefused(other.to("other/function", "x").ask("hi", String.class), "no function of this application");
		assertThat(other.to(ADA).send("silence")).isCompleted();
		GatewayRegistrar registrar = new GatewayRegistrar(settings, unknown, this.transport);
		assertThat(registrar.functions(List.of())).isEmpty();
		assertThat(registrar.functions(List.of(FunctionDefinition.of("demo/greeter", this::greet)))).hasSize(2);
	}

	private CompletableFuture<String> ask(String text) {
		return this.client.to(ADA).ask(text, String.class);
	}

	private int pending() {
		return ((DefaultStatefunClient) this.client).pendingAsks();
	}

	private static void assertRefused(CompletableFuture<?> reply, String... message) {
		assertThatExceptionOfType(AskRefusedException.class).isThrownBy(() -> join(reply))
			.withMessageContainingAll(message);
	}

	private static void join(CompletableFuture<?> future) throws Throwable {
		try {
			future.join();
		}
		catch (CompletionException ex) {
			throw ex.getCause();
		}
	}

	/** What the gateway knows of a transport. */
	private static final class SmallEgress implements ClientTransport {

		@Override
		public CompletionStage<?> send(Address target, TypedValue message) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void receive(String egress, Consumer<TypedValue> receiver) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int maxAnswerSize() {
			return 10_000;
		}

	}

	private static final class Never extends RuntimeException implements PermanentFailure {

		Never() {
			super("not today");
		}

	}

}
