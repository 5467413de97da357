package dev.statefun.method.internal;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistrar;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import kotlin.coroutines.Continuation;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FunctionDiscovererTests {

	private final FunctionFixture fixture = new FunctionFixture();

	@Test
	void whenAClassHasHandlersThenEachTakesTheMessagesOfItsPayloadType() {
		FunctionRegistry functions = this.fixture.discover(Greeter.class).functions();
		assertThat(
				this.fixture.send("demo/greeter", List.of(new PersistedValue("seen", null)), new Login("Ada"), "x", 7))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(new Mutation("seen", this.fixture.value(1))), List.of(
					new Send(Address.of("demo/out", "ada"), this.fixture.value("login Ada")),
					new Send(Address.of("demo/out", "ada"), this.fixture.value("text x")),
					new Send(Address.of("demo/out", "ada"), this.fixture.value("other io.statefun.types/int")))));
	}

	@Test
	void whenAClassHasHandlersThenItsDefinitionTellsStatesAndTypes() {
		FunctionDefinition definition = this.fixture.discover(Greeter.class).functions().functions().iterator().next();
		assertThat(definition.states()).extracting(ValueSpec::name).containsExactly("seen");
		assertThat(definition.messageTypes()).containsExactlyInAnyOrder("demo/Login", "io.statefun.types/string");
		assertThat(definition.source()).contains("bean 'functionDiscovererTests.Greeter'", Greeter.class.getName());
	}

	@Test
	void whenNamesHavePlaceholdersThenTheyAreReplaced() {
		this.fixture.with((support) -> new FunctionSupport(support.types(), support.knownClasses(),
				support.argumentResolvers(), support.validator(), (text) -> text.replace("${ns}", "demo")));
		FunctionDefinition definition = this.fixture.discover(Placeholders.class)
			.functions()
			.functions()
			.iterator()
			.next();
		assertThat(definition.typeName()).hasToString("demo/placeholders");
		assertThat(definition.states()).singleElement().satisfies((state) -> {
			assertThat(state.name()).isEqualTo("demo-logins");
			assertThat(state.type().typeName()).isEqualTo("demo/Logins");
		});
	}

	@Test
	void whenNoHandlerTakesAMessageThenTheErrorListsWhatIsTaken() {
		FunctionRegistry functions = this.fixture.discover(MethodFunctions.class).functions();
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/one", List.of(), 5))
			.withMessageContainingAll("demo/one", "'io.statefun.types/int'", "[demo/Login]");
	}

	@Test
	void whenAPayloadCannotBeDecodedThenTheErrorNamesTheType() {
		FunctionRegistry functions = this.fixture.discover(MethodFunctions.class).functions();
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.fixture.send("demo/one", List.of(),
					new TypedValue("demo/Login", ByteString.copyFromUtf8("{"))))
			.withMessageContainingAll("demo/one", "'ada'", "demo/Login");
	}

	@Test
	void whenMethodsAreAnnotatedThenEachIsAFunction() {
		FunctionRegistry functions = this.fixture.discover(MethodFunctions.class).functions();
		assertThat(functions.typeNames()).hasToString("[demo/one, demo/two]");
		assertThat(this.fixture.send("demo/two", List.of(), 5)).isEqualTo(this.fixture.texts("two 5"));
	}

	@Test
	void whenABeanIsAStatefulFunctionThenItIsNamedByClassOrBeanMethod() {
		FunctionRegistry functions = this.fixture.discover(BareFunctions.class, NamedFunction.class).functions();
		assertThat(functions.typeNames()).map(Object::toString)
			.containsExactlyInAnyOrder("demo/lambda", "demo/handlers", "demo/named");
		assertThat(this.fixture.send("demo/lambda", List.of(), "x")).isEqualTo(this.fixture.texts("lambda"));
		assertThat(this.fixture.send("demo/named", List.of(new PersistedValue("total", this.fixture.value(4L))), "x"))
			.isEqualTo(Completed.of(ProtocolVersion.V3, List.of(new Mutation("total", this.fixture.value(5L))),
					List.of()));
	}

	@Test
	void whenABeanIsProxiedByClassThenItsHandlersAreCalledThroughTheProxy() {
		List<String> calls = new ArrayList<>();
		this.fixture.proxying(proxying(true, calls)).discover(Greeter.class);
		this.fixture.send("demo/greeter", List.of(new PersistedValue("seen", null)), "x");
		assertThat(calls).containsExactly("text");
	}

	@Test
	void whenABeanIsProxiedByInterfaceThenItsHandlersAreCalledThroughTheProxy() {
		List<String> calls = new ArrayList<>();
		this.fixture.proxying(proxying(false, calls)).discover(InterfaceFunction.class);
		assertThat(this.fixture.send("demo/interface", List.of(), "x")).isEqualTo(this.fixture.texts("interface x"));
		assertThat(calls).containsExactly("take");
	}

	@Test
	void whenAProxyLacksTheHandlerThenTheErrorSaysSo() {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(
					() -> this.fixture.proxying(proxying(false, new ArrayList<>())).discover(HiddenByInterface.class))
			.withMessageContainingAll("method hidden(String)", "HiddenByInterface", "proxy", "interface");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenABeanMethodMakesAProxyThenTheClassBehindItCounts(boolean targetClass) {
		this.fixture.proxying(proxying(targetClass, new ArrayList<>())).discover(BeanMethods.class);
		assertThat(this.fixture.functions().typeNames()).hasToString("[demo/interface]");
		assertThat(this.fixture.send("demo/interface", "x")).isEqualTo(this.fixture.texts("interface x"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ScopedByClass.class, ScopedByInterface.class })
	void whenABeanHasAScopeAndAProxyThenItsHandlersAreCalledThroughThat(Class<?> bean) {
		this.fixture.scope("custom").discover(bean);
		assertThat(this.fixture.functions().typeNames()).hasToString("[demo/scoped]");
		assertThat(this.fixture.functions().functions()).singleElement()
			.satisfies((function) -> assertThat(function.source()).endsWith(bean.getName()));
		assertThat(this.fixture.send("demo/scoped", "x")).isEqualTo(this.fixture.texts("scoped x"));
	}

	@Test
	void whenAFactoryBeanMakesTheFunctionThenItIsFound() {
		this.fixture.discover(FactoryOfGreeter.class);
		assertThat(this.fixture.functions().typeNames()).hasToString("[demo/greeter]");
	}

	@Test
	void whenHandlersAreInheritedThenTheirTypeVariablesAreThoseOfTheClass() {
		this.fixture.discover(Inheriting.class, ImplementingGeneric.class);
		assertThat(this.fixture.send("demo/inheriting", new Login("Ada")))
			.isEqualTo(this.fixture.texts("inherited Login[user=Ada]"));
		assertThat(this.fixture.send("demo/generic", 5)).isEqualTo(this.fixture.texts("generic 5"));
	}

	@Test
	void whenAHandlerOfAClassProxyIsFinalThenTheErrorSaysSo() {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> this.fixture.proxying(proxying(true, new ArrayList<>())).discover(FinalHandler.class))
			.withMessageContainingAll("method take(String)", "FinalHandler", "final");
	}

	@Test
	void whenARegistrarContributesFunctionsThenTheyAreServed() {
		this.fixture.discover(Registrar.class);
		assertThat(this.fixture.send("demo/runtime-2", "x")).isEqualTo(this.fixture.texts("runtime 2"));
	}

	@Test
	void whenABeanIsLazyThenItIsNotCreatedBeforeItsFirstMessage() {
		LazyFunction.created = 0;
		FunctionRegistry functions = this.fixture.discover(LazyFunction.class).functions();
		assertThat(LazyFunction.created).isZero();
		this.fixture.send("demo/lazy", List.of(), "x");
		this.fixture.send("demo/lazy", List.of(), "y");
		assertThat(LazyFunction.created).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource
	void whenASignatureIsImpossibleThenNeitherStyleNorProxyHidesIt(Class<?> configuration, String proxy, String bean) {
		if (!proxy.equals("none")) {
			this.fixture.proxying(proxying(proxy.equals("class"), new ArrayList<>()));
		}
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> this.fixture.discover(configuration))
			.satisfies((ex) -> assertThat(ex.description()).isEqualTo(
					"The method take(String) of bean '%s cannot be a handler: it returns a value for its caller, and java.lang.Thread has no StateFun type.",
					bean));
	}

	static List<Arguments> whenASignatureIsImpossibleThenNeitherStyleNorProxyHidesIt() {
		String outer = FunctionDiscovererTests.class.getName();
		List<Arguments> cases = new ArrayList<>();
		for (String proxy : List.of("none", "interface", "class")) {
			cases.add(arguments(BadClass.class, proxy, "functionDiscovererTests.BadClass' of " + outer + "$BadClass"));
			cases.add(
					arguments(BadMethod.class, proxy, "functionDiscovererTests.BadMethod' of " + outer + "$BadMethod"));
			cases.add(arguments(BadBeanMethod.class, proxy, "bad' of " + outer + "$BadHandlers"));
		}
		return cases;
	}

	@ParameterizedTest
	@ValueSource(classes = { MalformedFunction.class, MalformedMethod.class, MalformedBeanMethod.class,
			MalformedRegistrar.class })
	void whenATypeNameIsMalformedThenEveryStyleSaysSo(Class<?> configuration) {
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> this.fixture.discover(configuration))
			.withMessageContainingAll("malformed type name", "'greeter'", "namespace/name")
			.withMessageContaining(FunctionDiscovererTests.class.getName());
	}

	@ParameterizedTest
	@MethodSource
	void whenADeclarationIsImpossibleThenTheErrorNamesBeanMethodAndRemedy(Class<?> bean, String[] expected) {
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> this.fixture.discover(bean))
			.withMessageContainingAll(expected)
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	static List<Arguments> whenADeclarationIsImpossibleThenTheErrorNamesBeanMethodAndRemedy() {
		return List.of(
				impossible("duplicate function type", DuplicateFunctions.class, "demo/same is declared twice",
						"method a(String)", "method b(String)", "another type name"),
				impossible("no payload", NoPayload.class, "method take(Context)", "NoPayload",
						"no parameter for the payload", "takes one payload"),
				impossible("two payloads", TwoPayloads.class, "method take(String, Integer)",
						"more than one parameter"),
				impossible("result", Returning.class, "method take(String)",
						"it returns a value for its caller, and java.lang.StringBuilder has no StateFun type",
						"@StatefunType", "or return nothing"),
				impossible("static method", StaticHandler.class, "method take(String)", "it is static"),
				impossible("state without annotation", PlainState.class, "method take(String, StateValue)",
						"StateValue without @State"),
				impossible("annotated state of another class", StateOfWrongClass.class, "'seen'",
						"is not a StateValue"),
				impossible("state without a type", RawState.class, "'seen'", "StateValue<Integer>"),
				impossible("state without a name", NamelessState.class, "method take(String, StateValue)",
						"without a name"),
				impossible("state of an unknown type", StateOfUnknownType.class, "java.util.List",
						"@State(typeName = \"namespace/name\")"),
				impossible("two classes of one name", TwoClasses.class, "demo/Login", "Login by method a(Login)",
						"SameLogin by method b(SameLogin)", "another type name"),
				impossible("suspend function", Suspending.class, "method take(String, Continuation)",
						"suspend function"),
				impossible("handler repeated by Spring", Retried.class, "method take(String)", "@org.springframework",
						"statefun.errors", "roll back"),
				impossible("function repeated by Spring", RetriedFunction.class, "method apply(Context, Message)",
						"ErrorAction.retry"),
				impossible("abstract payload of an unknown class", Untold.class, "Event is abstract", "@JsonTypeInfo"),
				impossible("one state of two types", ConflictingStates.class, "'seen'", "io.statefun.types/int",
						"io.statefun.types/long", "alike everywhere"),
				impossible("two handlers for one payload type", TwoHandlers.class, "io.statefun.types/string",
						"method a(String)", "method b(String)"),
				impossible("payload type without a name", Nameless.class, "method take(StringBuilder)",
						"java.lang.StringBuilder has no StateFun type", "@StatefunType"),
				impossible("payload type with a malformed name", Misnamed.class, "malformed name", "'Login'",
						"namespace/name"),
				impossible("malformed function type", MalformedFunction.class, "MalformedFunction", "'greeter'",
						"@StatefunFunction(\"demo/greeter\")"),
				impossible("no handlers", NoHandlers.class, "demo/none", "@StatefunHandler"),
				impossible("handlers without a function", Handlers.class, "Handlers", "@StatefunHandler methods",
						"@StatefunFunction(\"namespace/name\")"),
				impossible("function without a name", NamelessFunction.class, "is a StatefulFunction",
						"@StatefunFunction(\"namespace/name\")"),
				impossible("function with handlers", FunctionWithHandlers.class, "would never be called"),
				impossible("method that is function and handler", FunctionAndHandler.class, "method take(String)",
						"choose one"),
				impossible("not a singleton", Prototype.class, "Prototype", "not a singleton"));
	}

	private static Arguments impossible(String name, Class<?> bean, String... expected) {
		return argumentSet(name, bean, expected);
	}

	private static UnaryOperator<Object> proxying(boolean targetClass, List<String> calls) {
		return (bean) -> {
			if (!bean.getClass().isAnnotationPresent(StatefunFunction.class)
					&& !bean.getClass().isAnnotationPresent(Proxied.class)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(targetClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				calls.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			Object proxy = factory.getProxy();
			assertThat(Proxy.isProxyClass(proxy.getClass())).isNotEqualTo(targetClass);
			return proxy;
		};
	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

	@StatefunType("demo/Login")
	record SameLogin(int id) {
	}

	@StatefunType("demo/Event")
	interface Event {

	}

	@StatefunFunction("demo/f")
	static class TwoClasses {

		@StatefunHandler
		void a(Login login) {
		}

		@StatefunHandler
		void b(SameLogin login) {
		}

	}

	@StatefunFunction("demo/f")
	static class Suspending {

		@StatefunHandler
		Object take(String text, Continuation<Object> continuation) {
			return text;
		}

	}

	@StatefunFunction("demo/f")
	static class Retried {

		@Retryable
		@StatefunHandler
		void take(String text) {
		}

	}

	@Retryable
	@StatefunFunction("demo/f")
	static class RetriedFunction implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

	}

	@StatefunFunction("demo/f")
	static class Untold {

		@StatefunHandler
		void take(Event event) {
		}

	}

	@StatefunType("Login")
	record MisnamedLogin(String user) {
	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void login(Context context, @State("seen") StateValue<Integer> seen, Login login) {
			seen.set(seen.orElse(0) + 1);
			FunctionFixture.out(context, "login " + login.user());
		}

		@StatefunHandler
		void text(String text, @State("seen") StateValue<Integer> seen, Context context) {
			FunctionFixture.out(context, "text " + text);
		}

		@StatefunHandler
		void other(Message message, Context context) {
			FunctionFixture.out(context, "other " + message.valueTypeName());
		}

	}

	@StatefunFunction("${ns}/placeholders")
	static class Placeholders {

		@StatefunHandler
		void take(String text,
				@State(value = "${ns}-logins", typeName = "${ns}/Logins") StateValue<List<Login>> logins) {
		}

	}

	static class MethodFunctions {

		@StatefunFunction("demo/one")
		void one(Login login, Context context) {
			FunctionFixture.out(context, "one " + login);
		}

		@StatefunFunction(typeName = "demo/two")
		void two(int number, Context context) {
			FunctionFixture.out(context, "two " + number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BareFunctions {

		@Bean
		@StatefunFunction("demo/lambda")
		StatefulFunction lambda() {
			return (context, message) -> FunctionFixture.out(context, "lambda");
		}

		@Bean
		@StatefunFunction("demo/handlers")
		Object handlers() {
			return new Handlers();
		}

	}

	@StatefunFunction("demo/named")
	static class NamedFunction implements StatefulFunction {

		private static final ValueSpec<Long> TOTAL = ValueSpec.of("total", Types.longType());

		@Override
		public void apply(Context context, Message message) {
			context.storage().value(TOTAL).update(0L, (total) -> total + 1);
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(TOTAL);
		}

	}

	interface Taking {

		void take(String text, Context context);

	}

	@StatefunFunction("demo/interface")
	static class InterfaceFunction implements Taking {

		@Override
		@StatefunHandler
		public void take(String text, Context context) {
			FunctionFixture.out(context, "interface " + text);
		}

	}

	@StatefunFunction("demo/hidden")
	static class HiddenByInterface implements Taking {

		@Override
		public void take(String text, Context context) {
		}

		@StatefunHandler
		void hidden(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethods {

		@Bean
		Taking taking() {
			return new InterfaceFunction();
		}

	}

	@Scope(scopeName = "custom", proxyMode = ScopedProxyMode.TARGET_CLASS)
	@StatefunFunction("demo/scoped")
	static class ScopedByClass {

		@StatefunHandler
		void take(String text, Context context) {
			FunctionFixture.out(context, "scoped " + text);
		}

	}

	@Scope(scopeName = "custom", proxyMode = ScopedProxyMode.INTERFACES)
	@StatefunFunction("demo/scoped")
	static class ScopedByInterface implements Taking {

		@Override
		@StatefunHandler
		public void take(String text, Context context) {
			FunctionFixture.out(context, "scoped " + text);
		}

	}

	static class FactoryOfGreeter implements FactoryBean<Greeter> {

		@Override
		public Greeter getObject() {
			return new Greeter();
		}

		@Override
		public Class<?> getObjectType() {
			return Greeter.class;
		}

	}

	abstract static class Parent<T> {

		@StatefunHandler
		void take(T payload, Context context) {
			FunctionFixture.out(context, "inherited " + payload);
		}

	}

	@StatefunFunction("demo/inheriting")
	static class Inheriting extends Parent<Login> {

	}

	interface GenericTaking<T> {

		void take(T payload, Context context);

	}

	@StatefunFunction("demo/generic")
	static class ImplementingGeneric implements GenericTaking<Integer> {

		@Override
		@StatefunHandler
		public void take(Integer payload, Context context) {
			FunctionFixture.out(context, "generic " + payload);
		}

	}

	@StatefunFunction("demo/x")
	static class FinalHandler {

		@StatefunHandler
		final void take(String text) {
		}

	}

	static class Registrar implements FunctionRegistrar {

		@Override
		public Collection<FunctionDefinition> functions() {
			return IntStream.rangeClosed(1, 2)
				.mapToObj((number) -> FunctionDefinition.of("demo/runtime-" + number,
						(context, message) -> FunctionFixture.out(context, "runtime " + number)))
				.toList();
		}

	}

	@StatefunFunction("demo/x")
	static class StaticHandler {

		@StatefunHandler
		static void take(String text) {
		}

	}

	@Lazy
	@StatefunFunction("demo/lazy")
	static class LazyFunction {

		static int created;

		LazyFunction() {
			created++;
		}

		@StatefunHandler
		void take(String text) {
		}

	}

	static class DuplicateFunctions {

		@StatefunFunction("demo/same")
		void a(String text) {
		}

		@StatefunFunction("demo/same")
		void b(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class NoPayload {

		@StatefunHandler
		void take(Context context) {
		}

	}

	@StatefunFunction("demo/x")
	static class TwoPayloads {

		@StatefunHandler
		void take(String text, Integer number) {
		}

	}

	@StatefunFunction("demo/x")
	static class Returning {

		@StatefunHandler
		StringBuilder take(String text) {
			return new StringBuilder(text);
		}

	}

	@StatefunFunction("demo/x")
	static class PlainState {

		@StatefunHandler
		void take(String text, StateValue<Integer> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class StateOfWrongClass {

		@StatefunHandler
		void take(String text, @State("seen") Integer seen) {
		}

	}

	@StatefunFunction("demo/x")
	@SuppressWarnings("rawtypes")
	static class RawState {

		@StatefunHandler
		void take(String text, @State("seen") StateValue seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class NamelessState {

		@StatefunHandler
		void take(String text, @State("") StateValue<Integer> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class StateOfUnknownType {

		@StatefunHandler
		void take(String text, @State("seen") StateValue<List<String>> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class ConflictingStates {

		@StatefunHandler
		void a(String text, @State("seen") StateValue<Integer> seen) {
		}

		@StatefunHandler
		void b(Integer number, @State("seen") StateValue<Long> seen) {
		}

	}

	@StatefunFunction("demo/x")
	static class TwoHandlers {

		@StatefunHandler
		void a(String text) {
		}

		@StatefunHandler
		void b(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class Nameless {

		@StatefunHandler
		void take(StringBuilder text) {
		}

	}

	@StatefunFunction("demo/x")
	static class Misnamed {

		@StatefunHandler
		void take(MisnamedLogin login) {
		}

	}

	@StatefunFunction("greeter")
	static class MalformedFunction {

		@StatefunHandler
		void take(String text) {
		}

	}

	static class MalformedMethod {

		@StatefunFunction("greeter")
		void take(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MalformedBeanMethod {

		@Bean
		@StatefunFunction("greeter")
		StatefulFunction greeter() {
			return (context, message) -> {
			};
		}

	}

	static class MalformedRegistrar implements FunctionRegistrar {

		@Override
		public Collection<FunctionDefinition> functions() {
			return List.of(FunctionDefinition.of("greeter", (context, message) -> {
			}));
		}

	}

	interface Bad {

		Thread take(String text);

	}

	@StatefunFunction("demo/x")
	static class BadClass implements Bad {

		@Override
		@StatefunHandler
		public Thread take(String text) {
			return Thread.currentThread();
		}

	}

	@Proxied
	static class BadMethod implements Bad {

		@Override
		@StatefunFunction("demo/x")
		public Thread take(String text) {
			return Thread.currentThread();
		}

	}

	@Proxied
	static class BadHandlers implements Bad {

		@Override
		@StatefunHandler
		public Thread take(String text) {
			return Thread.currentThread();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadBeanMethod {

		@Bean
		@StatefunFunction("demo/x")
		Bad bad() {
			return new BadHandlers();
		}

	}

	/** Of beans that are proxied though their class is no function. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Proxied {

	}

	@StatefunFunction("demo/none")
	static class NoHandlers {

		void take(String text) {
		}

	}

	static class Handlers {

		@StatefunHandler
		void take(String text) {
		}

	}

	static class NamelessFunction implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

	}

	@StatefunFunction("demo/x")
	static class FunctionWithHandlers implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class FunctionAndHandler {

		@StatefunFunction("demo/y")
		@StatefunHandler
		void take(String text) {
		}

	}

	@Scope("prototype")
	@StatefunFunction("demo/x")
	static class Prototype {

		@StatefunHandler
		void take(String text) {
		}

	}

}
