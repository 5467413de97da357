package dev.statefun.method.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.method.InvalidPayloadException;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.validation.Errors;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * What handler methods take and return.
 */
class HandlerMethodTests {

	private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

	private final FunctionFixture fixture = new FunctionFixture();

	@Test
	void whenPayloadsAreOfAHierarchyThenTheMostSpecificHandlerWins() {
		this.fixture.discover(Shapes.class);
		assertThat(this.fixture.functions().functions().iterator().next().messageTypes())
			.containsExactlyInAnyOrder("demo/Circle", "demo/Square", "demo/Oblong");
		assertThat(this.fixture.send("demo/shapes", new Circle(1), new Square(2), new Oblong(3, 4)))
			.isEqualTo(this.fixture.texts("shape Circle[radius=1]", "square Square[side=2]",
					"rectangle Oblong[width=3, height=4]"));
	}

	@Test
	void whenAParentIsNotSealedThenItTakesTheKnownClassesBelow() {
		knowing(Deposit.class, Circle.class);
		this.fixture.discover(Transactions.class);
		assertThat(this.fixture.send("demo/transactions", new Deposit(5)))
			.isEqualTo(this.fixture.texts("transaction Deposit[amount=5]"));
	}

	@Test
	void whenTwoHandlersTakeAMessageAndNeitherIsMoreSpecificThenBothAreNamed() {
		knowing(Both.class);
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> this.fixture.discover(Ambiguous.class))
			.withMessageContainingAll("demo/Both", "method one(One)", "method two(Two)", "more specific");
	}

	@Test
	void whenAThirdHandlerIsMoreSpecificThanBothThenItWins() {
		knowing(Both.class);
		this.fixture.discover(Unambiguous.class);
		assertThat(this.fixture.send("demo/unambiguous", new Both())).isEqualTo(this.fixture.texts("both"));
	}

	@Test
	void whenAHandlerTakesBytesThenItGetsWhatNoOtherTakesAsItCame() {
		this.fixture.discover(Raw.class);
		TypedValue unknown = new TypedValue("other/Thing", ByteString.copyFromUtf8("abc"));
		assertThat(this.fixture.send("demo/raw", "text", unknown)).isEqualTo(this.fixture.texts("text", "raw abc"));
		this.fixture.discover(RawArray.class);
		assertThat(this.fixture.send("demo/raw-array", unknown)).isEqualTo(this.fixture.texts("raw 3"));
	}

	@Test
	void whenAMessageIsForwardedOrSentOnThenItIsUntouched() {
		this.fixture.discover(Forwarding.class);
		TypedValue unknown = new TypedValue("no-name", ByteString.copyFrom(new byte[] { 0, -1 }));
		assertThat(this.fixture.send("demo/forwarding", unknown)).isEqualTo(Completed.of(ProtocolVersion.V3, List.of(),
				List.of(new Send(Address.of("demo/out", "x"), unknown), new Send(FunctionFixture.CALLER, unknown))));
	}

	@Test
	void whenAddressesAreTakenThenTheyAreThoseOfSelfAndCaller() {
		this.fixture.discover(Addresses.class);
		assertThat(this.fixture.send("demo/addresses", 1, "x"))
			.isEqualTo(this.fixture.texts("demo/addresses/ada from demo/caller/bob", "from demo/caller/bob"));
		assertThat(this.fixture.sendFrom(null, "demo/addresses", List.of(), 1))
			.isEqualTo(this.fixture.texts("demo/addresses/ada from nobody"));
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.sendFrom(null, "demo/addresses", List.of(), "x"))
			.withMessageContaining("ingress");
	}

	@Test
	void whenAResolverSupportsAParameterThenItSuppliesTheArgument() {
		this.fixture
			.with((support) -> new FunctionSupport(support.types(), support.knownClasses(),
					List.of(new ThreadResolver()), null, support.placeholders()))
			.discover(Resolved.class);
		assertThat(this.fixture.send("demo/resolved", "x"))
			.isEqualTo(this.fixture.texts("x on " + Thread.currentThread().getName()));
	}

	@Test
	void whenStatesAreDeclaredThenTheirNamesTypesAndExpirationsAreKnown() {
		this.fixture
			.with((support) -> new FunctionSupport(support.types(), List.of(), List.of(), null,
					(text) -> text.replace("${ttl}", "PT2H")))
			.discover(States.class);
		assertThat(this.fixture.functions().functions().iterator().next().states())
			.extracting(ValueSpec::name, (spec) -> spec.type().typeName(), ValueSpec::expiration)
			.containsExactlyInAnyOrder(tuple("total", "io.statefun.types/long", Expiration.none()),
					tuple("logins", "demo/Logins", Expiration.afterWrite(Duration.ofMinutes(30))),
					tuple("blob", "demo/Blob", Expiration.afterInvoke(Duration.ofHours(2))));
	}

	@Test
	void whenStatesAreUsedThenParametersAndStorageReachThem() {
		this.fixture
			.with((support) -> new FunctionSupport(support.types(), List.of(), List.of(), null,
					(text) -> text.replace("${ttl}", "PT2H")))
			.discover(States.class);
		List<PersistedValue> absent = List.of(new PersistedValue("total", null), new PersistedValue("logins", null),
				new PersistedValue("blob", null));
		assertThat(this.fixture.send("demo/states", absent, "x", "y")).isEqualTo(Completed.of(ProtocolVersion.V3,
				List.of(new Mutation("total", this.fixture.value(2L)),
						new Mutation("logins",
								new TypedValue("demo/Logins",
										ByteString.copyFromUtf8("[{\"user\":\"x\"},{\"user\":\"y\"}]"))),
						new Mutation("blob", new TypedValue("demo/Blob", ByteString.copyFrom(new byte[] { 2 })))),
				List.of()));
	}

	@Test
	void whenPayloadsAreParameterizedThenTheirElementsAreOfTheRightClass() {
		this.fixture.discover(Generic.class);
		assertThat(this.fixture.send("demo/generic", new Page<>(List.of(new Login("Ada")))))
			.isEqualTo(this.fixture.texts("first Ada"));
	}

	@Test
	void whenAPayloadIsNotValidThenItFailsWithWhatIsWrong() {
		this.fixture
			.with((support) -> new FunctionSupport(support.types(), List.of(), List.of(), new NoMallory(),
					support.placeholders()))
			.discover(Validating.class);
		assertThat(this.fixture.send("demo/validating", new Login("Ada"))).isEqualTo(this.fixture.texts("Ada"));
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/validating", new Login("Mallory")))
			.withMessageContainingAll("demo/Login", "user must not be Mallory")
			.havingCause()
			.isInstanceOfSatisfying(InvalidPayloadException.class, (ex) -> assertThat(ex.errors()).hasSize(1));
	}

	@Test
	void whenHandlersAreAsynchronousThenTheyAreCalledOneAfterTheOther() {
		this.fixture.discover(Asynchronous.class);
		List<PersistedValue> count = List.of(new PersistedValue("count", null));
		List<Outgoing> answers = new ArrayList<>(
				this.fixture.texts("stage 1", "mono 2", "stage 3", "done 4", "stage 5").outgoing());
		answers.add(4, new Send(FunctionFixture.CALLER, this.fixture.value(4)));
		assertThat(this.fixture.send("demo/async", count, "stage", 1, "stage", true, "stage")).isEqualTo(
				Completed.of(ProtocolVersion.V3, List.of(new Mutation("count", this.fixture.value(5))), answers));
	}

	@Test
	void whenAnAsynchronousHandlerFailsThenTheRestIsNotHandled() {
		this.fixture.discover(Asynchronous.class);
		List<PersistedValue> count = List.of(new PersistedValue("count", null));
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/async", count, "stage", "fail", "stage"))
			.withMessageContainingAll("message 2 of 3", "IllegalStateException: failed later")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/async", count, "null"))
			.withMessageContaining("returned null");
	}

	@Test
	void whenSubclassesTravelUnderTheNameOfTheirParentThenItsHandlerTakesThem() {
		this.fixture.discover(Parents.class);
		assertThat(this.fixture.send("demo/parents", new Dog("Rex"), Mode.LOUD))
			.isEqualTo(this.fixture.texts("animal Dog[name=Rex]", "mode LOUD"));
	}

	@Test
	void whenTypeVariablesAreThoseOfAParentThenTheyAreResolved() {
		this.fixture.discover(Shelf.class);
		List<PersistedValue> states = List.of(new PersistedValue("last", null), new PersistedValue("all", null),
				new PersistedValue("raw", null));
		assertThat(this.fixture.send("demo/shelf", states, new Page<>(List.of(new Login("a"))),
				new Page<>(List.of(new Login("b")))))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(
					new Mutation("last", new TypedValue("demo/Last", ByteString.copyFromUtf8("{\"user\":\"b\"}"))),
					new Mutation("all",
							new TypedValue("demo/All", ByteString.copyFromUtf8("[{\"user\":\"a\"},{\"user\":\"b\"}]"))),
					new Mutation("raw", new TypedValue("demo/Raw", ByteString.copyFromUtf8("ab")))), List.of()));
	}

	@Test
	void whenStatesAreConstantsOfAnInterfaceThenTheyAreDeclared() {
		this.fixture.discover(WithConstants.class);
		assertThat(this.fixture.functions().functions().iterator().next().states()).extracting(ValueSpec::name)
			.containsExactly("shared");
	}

	@Test
	void whenAContextIsKeptAfterAnAsynchronousInvocationThenItRefuses() {
		this.fixture.discover(Keeping.class);
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/keeping", "a", "b"))
			.withMessageContainingAll("message 2 of 2", "The invocation has ended");
	}

	@ParameterizedTest
	@MethodSource
	void whenASignatureIsImpossibleThenTheErrorNamesBeanMethodAndRemedy(Class<?> bean, String[] expected) {
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> this.fixture.discover(bean))
			.withMessageContainingAll(expected)
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	static List<Arguments> whenASignatureIsImpossibleThenTheErrorNamesBeanMethodAndRemedy() {
		return List.of(impossible("several values", ReturningFlux.class, "method take(String)", "returns a Flux"),
				impossible("caller of another class", CallerOfWrongClass.class, "@Caller", "Optional<Address>"),
				impossible("validation without a validator", Validating.class, "method take(Login, Context)",
						"spring-boot-starter-validation"),
				impossible("expiration that is no duration", BadExpiration.class, "'soon'", "'seen'", "30m"),
				impossible("expiration of no time", NoTimeToLive.class, "PT0S"),
				impossible("timeout beyond all time", EndlessTimeout.class, "'999999999999999d'", "timeout"),
				impossible("two expirations", TwoExpirations.class, "'seen'", "choose one"),
				impossible("name for a type that has one", NamedPrimitive.class, "demo/Number"),
				impossible("malformed name for a type", MalformedName.class, "'Number'"),
				impossible("field that is no declaration", BadField.class, "field SEEN", "static final ValueSpec"),
				impossible("field that says what its value says", TwiceDeclared.class, "field SEEN", "withExpiration"),
				impossible("field in a function that has no handlers", FieldInFunction.class, "@State fields",
						"states()"),
				impossible("field beside a function that is a method", FieldBesideMethod.class, "@State fields"),
				impossible("expiration beyond all time", EndlessExpiration.class, "'999999999999d'", "'seen'"),
				impossible("two classes of one type name", SameNames.class, "demo/Same", "$SameOne", "$SameTwo"),
				impossible("sealed type without named classes", UnnamedShapes.class, "UnnamedShape", "@StatefunType"));
	}

	private void knowing(Class<?>... classes) {
		this.fixture.with((support) -> new FunctionSupport(support.types(), List.of(classes),
				support.argumentResolvers(), support.validator(), support.placeholders()));
	}

	private static Arguments impossible(String name, Class<?> bean, String... expected) {
		return argumentSet(name, bean, expected);
	}

	sealed interface Shape permits Circle, Rectangle {

	}

	sealed interface Rectangle extends Shape permits Square, Oblong {

	}

	@StatefunType("demo/Circle")
	record Circle(int radius) implements Shape {
	}

	@StatefunType("demo/Square")
	record Square(int side) implements Rectangle {
	}

	@StatefunType("demo/Oblong")
	record Oblong(int width, int height) implements Rectangle {
	}

	interface Transaction {

	}

	@StatefunType("demo/Deposit")
	record Deposit(int amount) implements Transaction {
	}

	interface One {

	}

	interface Two {

	}

	@StatefunType("demo/Both")
	record Both() implements One, Two {
	}

	sealed interface UnnamedShape permits UnnamedCircle {

	}

	record UnnamedCircle() implements UnnamedShape {
	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

	@StatefunType("demo/Page")
	record Page<T>(List<T> items) {
	}

	@StatefunType("demo/Animal")
	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Animal permits Dog {

	}

	record Dog(String name) implements Animal {
	}

	@StatefunType("demo/Mode")
	enum Mode {

		QUIET, LOUD {

			@Override
			boolean isLoud() {
				return true;
			}

		};

		boolean isLoud() {
			return false;
		}

	}

	@StatefunFunction("demo/parents")
	static class Parents {

		@StatefunHandler
		void animal(Animal animal, Context context) {
			FunctionFixture.out(context, "animal " + animal);
		}

		@StatefunHandler
		void mode(Mode mode, Context context) {
			FunctionFixture.out(context, "mode " + mode);
		}

	}

	abstract static class Store<P, T, R> {

		@StatefunHandler
		void put(P page, @State(value = "last", typeName = "demo/Last") StateValue<T> last,
				@State(value = "all", typeName = "demo/All") StateValue<List<T>> all,
				@State(value = "raw", typeName = "demo/Raw") StateValue<R> raw) {
			T item = item(page);
			List<T> items = new ArrayList<>(all.orElse(List.of()));
			items.add(item);
			all.set(items);
			last.set(item);
			raw.set(raw(items));
		}

		abstract T item(P page);

		abstract R raw(List<T> items);

	}

	@StatefunFunction("demo/shelf")
	static class Shelf extends Store<Page<Login>, Login, byte[]> {

		@Override
		Login item(Page<Login> page) {
			return page.items().get(0);
		}

		@Override
		byte[] raw(List<Login> items) {
			StringBuilder users = new StringBuilder();
			for (Login login : items) {
				users.append(login.user());
			}
			return users.toString().getBytes(StandardCharsets.UTF_8);
		}

	}

	interface Constants {

		@State
		ValueSpec<Long> SHARED = ValueSpec.of("shared", Types.longType());

	}

	@StatefunFunction("demo/constants")
	static class WithConstants implements Constants {

		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/keeping")
	static class Keeping {

		private Context kept;

		@StatefunHandler
		CompletionStage<?> keep(String text, Context context) {
			if (this.kept != null) {
				FunctionFixture.out(this.kept, text);
			}
			this.kept = context;
			return CompletableFuture.runAsync(() -> {
			}, LATER);
		}

	}

	@StatefunFunction("demo/x")
	static class TwiceDeclared {

		@State(value = "seen", expireAfterWrite = "1h")
		private static final ValueSpec<Long> SEEN = ValueSpec.of("seen", Types.longType());

		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class FieldInFunction implements StatefulFunction {

		@State
		private static final ValueSpec<Long> SEEN = ValueSpec.of("seen", Types.longType());

		@Override
		public void apply(Context context, Message message) {
		}

	}

	static class FieldBesideMethod {

		@State
		private static final ValueSpec<Long> SEEN = ValueSpec.of("seen", Types.longType());

		@StatefunFunction("demo/x")
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class EndlessExpiration {

		@StatefunHandler
		void take(String text, @State(value = "seen", expireAfterWrite = "999999999999d") StateValue<Integer> seen) {
		}

	}

	sealed interface Same permits SameOne, SameTwo {

	}

	@StatefunType("demo/Same")
	record SameOne() implements Same {
	}

	@StatefunType("demo/Same")
	record SameTwo() implements Same {
	}

	@StatefunFunction("demo/x")
	static class SameNames {

		@StatefunHandler
		void take(Same same) {
		}

	}

	@StatefunFunction("demo/shapes")
	static class Shapes {

		@StatefunHandler
		void shape(Shape shape, Context context) {
			FunctionFixture.out(context, "shape " + shape);
		}

		@StatefunHandler
		void rectangle(Rectangle rectangle, Context context) {
			FunctionFixture.out(context, "rectangle " + rectangle);
		}

		@StatefunHandler
		void square(Square square, Context context) {
			FunctionFixture.out(context, "square " + square);
		}

	}

	@StatefunFunction("demo/transactions")
	static class Transactions {

		@StatefunHandler
		void take(Transaction transaction, Context context) {
			FunctionFixture.out(context, "transaction " + transaction);
		}

	}

	@StatefunFunction("demo/ambiguous")
	static class Ambiguous {

		@StatefunHandler
		void one(One one) {
		}

		@StatefunHandler
		void two(Two two) {
		}

	}

	@StatefunFunction("demo/unambiguous")
	static class Unambiguous extends Ambiguous {

		@StatefunHandler
		void zzz(Both both, Context context) {
			FunctionFixture.out(context, "both");
		}

	}

	@StatefunFunction("demo/raw")
	static class Raw {

		@StatefunHandler
		void text(String text, Context context) {
			FunctionFixture.out(context, text);
		}

		@StatefunHandler
		void raw(ByteString bytes, Context context) {
			FunctionFixture.out(context, "raw " + bytes.toStringUtf8());
		}

	}

	@StatefunFunction("demo/raw-array")
	static class RawArray {

		@StatefunHandler
		void raw(byte[] bytes, Context context) {
			FunctionFixture.out(context, "raw " + bytes.length);
		}

	}

	@StatefunFunction("demo/forwarding")
	static class Forwarding {

		@StatefunHandler
		void forward(Message message, Context context) {
			context.forward("demo/out", "x");
			context.reply(message);
		}

	}

	@StatefunFunction("demo/addresses")
	static class Addresses {

		@StatefunHandler
		void optional(int number, Address self, @Caller Optional<Address> caller, Context context) {
			FunctionFixture.out(context, self + " from " + caller.map(Address::toString).orElse("nobody"));
		}

		@StatefunHandler
		void required(String text, @Caller Address caller, Context context) {
			FunctionFixture.out(context, "from " + caller);
		}

	}

	@StatefunFunction("demo/resolved")
	static class Resolved {

		@StatefunHandler
		void take(Thread thread, String text, Context context) {
			FunctionFixture.out(context, text + " on " + thread.getName());
		}

	}

	static class ThreadResolver implements HandlerArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Thread.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, Context context, Message message) {
			return Thread.currentThread();
		}

	}

	@StatefunFunction("demo/states")
	static class States {

		@State
		private static final ValueSpec<Long> TOTAL = ValueSpec.of("total", Types.longType());

		@StatefunHandler
		void take(String text, Context context,
				@State(value = "logins", typeName = "demo/Logins",
						expireAfterWrite = "30m") StateValue<List<Login>> logins,
				@State(value = "blob", typeName = "demo/Blob", expireAfterInvoke = "${ttl}") StateValue<byte[]> blob) {
			long total = context.storage().get(TOTAL).orElse(0L) + 1;
			context.storage().set(TOTAL, total);
			List<Login> all = new ArrayList<>(logins.orElse(List.of()));
			all.add(new Login(text));
			logins.set(all);
			blob.set(new byte[] { (byte) total });
		}

	}

	@StatefunFunction("demo/generic")
	static class Generic {

		@StatefunHandler
		void take(Page<Login> page, Context context) {
			FunctionFixture.out(context, "first " + page.items().get(0).user());
		}

	}

	@StatefunFunction("demo/validating")
	static class Validating {

		@StatefunHandler
		void take(@Validated Login login, Context context) {
			FunctionFixture.out(context, login.user());
		}

	}

	static class NoMallory implements SmartValidator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Login.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Login) target).user().equals("Mallory")) {
				errors.rejectValue("user", "mallory", "must not be Mallory");
			}
		}

		@Override
		public void validate(Object target, Errors errors, Object... hints) {
			validate(target, errors);
		}

	}

	@StatefunFunction("demo/async")
	static class Asynchronous {

		@StatefunHandler
		CompletionStage<?> stage(String text, Context context, @State("count") StateValue<Integer> count) {
			return switch (text) {
				case "null" -> null;
				case "fail" -> CompletableFuture.runAsync(() -> {
					throw new IllegalStateException("failed later");
				}, LATER);
				default -> CompletableFuture.runAsync(
						() -> FunctionFixture.out(context, text + " " + count.update(0, (value) -> value + 1)), LATER);
			};
		}

		@StatefunHandler
		Mono<Void> mono(int number, Context context, @State("count") StateValue<Integer> count) {
			return Mono.delay(Duration.ofMillis(5))
				.doOnNext((tick) -> FunctionFixture.out(context, "mono " + count.update(0, (value) -> value + 1)))
				.then();
		}

		@StatefunHandler
		CompletableFuture<Integer> done(boolean flag, Context context, @State("count") StateValue<Integer> count) {
			int value = count.update(0, (present) -> present + 1);
			FunctionFixture.out(context, "done " + value);
			return CompletableFuture.completedFuture(value);
		}

	}

	@StatefunFunction("demo/x")
	static class ReturningFlux {

		@StatefunHandler
		Flux<String> take(String text) {
			return Flux.empty();
		}

	}

	@StatefunFunction("demo/x")
	static class CallerOfWrongClass {

		@StatefunHandler
		void take(String text, @Caller String caller) {
		}

	}

	@StatefunFunction("demo/x")
	static class BadExpiration {

		@StatefunHandler
		void take(String text, @State(value = "seen", expireAfterWrite = "soon") StateValue<Integer> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class NoTimeToLive {

		@StatefunHandler
		void take(String text, @State(value = "seen", expireAfterWrite = "0s") StateValue<Integer> seen) {
		}

	}

	@StatefunFunction(value = "demo/x", timeout = "999999999999999d")
	static class EndlessTimeout {

		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class TwoExpirations {

		@StatefunHandler
		void take(String text,
				@State(value = "seen", expireAfterWrite = "1s", expireAfterInvoke = "1s") StateValue<Integer> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class NamedPrimitive {

		@StatefunHandler
		void take(String text, @State(value = "seen", typeName = "demo/Number") StateValue<Timestamp> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class MalformedName {

		@StatefunHandler
		void take(String text, @State(value = "seen", typeName = "Number") StateValue<List<Integer>> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class BadField {

		@State
		private static final String SEEN = "seen";

		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class UnnamedShapes {

		@StatefunHandler
		void take(UnnamedShape shape) {
		}

	}

}
