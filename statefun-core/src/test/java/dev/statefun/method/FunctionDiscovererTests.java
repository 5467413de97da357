package dev.statefun.method;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

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
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class FunctionDiscovererTests {

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of(new JsonTypeFactory(new JsonMapper())));

	@Test
	void whenAClassHasHandlersThenEachTakesTheMessagesOfItsPayloadType() {
		FunctionRegistry functions = discover(Greeter.class);
		assertThat(
				handle(functions, "demo/greeter", List.of(new PersistedValue("seen", null)), new Login("Ada"), "x", 7))
			.isEqualTo(new Completed(ProtocolVersion.V3, List.of(new Mutation("seen", value(1))),
					List.of(new Send(Address.of("demo/out", "ada"), value("login Ada")),
							new Send(Address.of("demo/out", "ada"), value("text x")),
							new Send(Address.of("demo/out", "ada"), value("other io.statefun.types/int")))));
	}

	@Test
	void whenAClassHasHandlersThenItsDefinitionTellsStatesAndTypes() {
		FunctionDefinition definition = discover(Greeter.class).functions().iterator().next();
		assertThat(definition.states()).extracting(ValueSpec::name).containsExactly("seen");
		assertThat(definition.messageTypes()).containsExactlyInAnyOrder("demo/Login", "io.statefun.types/string");
		assertThat(definition.source()).contains("bean 'functionDiscovererTests.Greeter'", Greeter.class.getName());
	}

	@Test
	void whenNoHandlerTakesAMessageThenTheErrorListsWhatIsTaken() {
		FunctionRegistry functions = discover(MethodFunctions.class);
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle(functions, "demo/one", List.of(), 5))
			.withMessageContainingAll("demo/one", "'io.statefun.types/int'", "[demo/Login]");
	}

	@Test
	void whenAPayloadCannotBeDecodedThenTheErrorNamesTheType() {
		FunctionRegistry functions = discover(MethodFunctions.class);
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> handle(functions, "demo/one", List.of(),
					new TypedValue("demo/Login", ByteString.copyFromUtf8("{"))))
			.withMessageContainingAll("demo/one", "'ada'", "demo/Login");
	}

	@Test
	void whenMethodsAreAnnotatedThenEachIsAFunction() {
		FunctionRegistry functions = discover(MethodFunctions.class);
		assertThat(functions.typeNames()).hasToString("[demo/one, demo/two]");
		assertThat(handle(functions, "demo/two", List.of(), 5)).isEqualTo(completed("two 5"));
	}

	@Test
	void whenABeanIsAStatefulFunctionThenItIsNamedByClassOrBeanMethod() {
		FunctionRegistry functions = discover(BareFunctions.class, NamedFunction.class);
		assertThat(functions.typeNames()).map(Object::toString)
			.containsExactlyInAnyOrder("demo/lambda", "demo/handlers", "demo/named");
		assertThat(handle(functions, "demo/lambda", List.of(), "x")).isEqualTo(completed("lambda"));
		assertThat(handle(functions, "demo/named", List.of(new PersistedValue("total", value(4L))), "x"))
			.isEqualTo(new Completed(ProtocolVersion.V3, List.of(new Mutation("total", value(5L))), List.of()));
	}

	@Test
	void whenABeanIsProxiedByClassThenItsHandlersAreCalledThroughTheProxy() {
		List<String> calls = new ArrayList<>();
		FunctionRegistry functions = discover(proxying(true, calls), Greeter.class);
		handle(functions, "demo/greeter", List.of(new PersistedValue("seen", null)), "x");
		assertThat(calls).containsExactly("text");
	}

	@Test
	void whenABeanIsProxiedByInterfaceThenItsHandlersAreCalledThroughTheProxy() {
		List<String> calls = new ArrayList<>();
		FunctionRegistry functions = discover(proxying(false, calls), InterfaceFunction.class);
		assertThat(handle(functions, "demo/interface", List.of(), "x")).isEqualTo(completed("interface x"));
		assertThat(calls).containsExactly("take");
	}

	@Test
	void whenAProxyLacksTheHandlerThenTheErrorSaysSo() {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> discover(proxying(false, new ArrayList<>()), HiddenByInterface.class))
			.withMessageContainingAll("method hidden(String)", "HiddenByInterface", "proxy", "interface");
	}

	@Test
	void whenABeanIsLazyThenItIsNotCreatedBeforeItsFirstMessage() {
		LazyFunction.created = 0;
		FunctionRegistry functions = discover(LazyFunction.class);
		assertThat(LazyFunction.created).isZero();
		handle(functions, "demo/lazy", List.of(), "x");
		handle(functions, "demo/lazy", List.of(), "y");
		assertThat(LazyFunction.created).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource
	void whenADeclarationIsImpossibleThenTheErrorNamesBeanMethodAndRemedy(Class<?> bean, String[] expected) {
		assertThatExceptionOfType(InvalidFunctionException.class).isThrownBy(() -> discover(bean))
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
				impossible("result", Returning.class, "method take(String)", "returns a String"),
				impossible("state without annotation", PlainState.class, "method take(String, StateValue)",
						"StateValue without @State"),
				impossible("annotated state of another class", StateOfWrongClass.class, "'seen'",
						"is not a StateValue"),
				impossible("state without a type", RawState.class, "'seen'", "StateValue<Integer>"),
				impossible("state without a name", NamelessState.class, "method take(String, StateValue)",
						"without a name"),
				impossible("state of an unknown type", StateOfUnknownType.class, "java.util.List", "@StatefunType"),
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

	private FunctionRegistry discover(Class<?>... beans) {
		return discover((bean) -> bean, beans);
	}

	private FunctionRegistry discover(Proxying proxying, Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return proxying.proxy(bean);
			}

		});
		context.register(beans);
		context.refresh();
		return new FunctionRegistry(
				new FunctionDiscoverer(context.getBeanFactory(), FunctionSupport.of(this.types)).discover());
	}

	private static Proxying proxying(boolean targetClass, List<String> calls) {
		return (bean) -> {
			if (!bean.getClass().isAnnotationPresent(StatefunFunction.class)) {
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

	private InvocationResult handle(FunctionRegistry functions, String type, List<PersistedValue> states,
			Object... messages) {
		List<Invocation> invocations = new ArrayList<>();
		for (Object message : messages) {
			invocations.add(new Invocation(null, value(message)));
		}
		return Answers.of(new RequestReplyHandler(functions, this.types, List.of(), List.of()),
				new InvocationBatch(ProtocolVersion.V3, Address.of(type, "ada"), states, invocations));
	}

	private TypedValue value(Object value) {
		return this.types.serialize(value);
	}

	private Completed completed(String sent) {
		return new Completed(ProtocolVersion.V3, List.of(),
				List.of(new Send(Address.of("demo/out", "ada"), value(sent))));
	}

	private static void out(Context context, String text) {
		context.send("demo/out", context.self().id(), text);
	}

	private interface Proxying {

		Object proxy(Object bean);

	}

	@StatefunType("demo/Login")
	record Login(String user) {
	}

	@StatefunType("Login")
	record MisnamedLogin(String user) {
	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void login(Context context, @State("seen") StateValue<Integer> seen, Login login) {
			seen.set(seen.orElse(0) + 1);
			out(context, "login " + login.user());
		}

		@StatefunHandler
		void text(String text, @State("seen") StateValue<Integer> seen, Context context) {
			out(context, "text " + text);
		}

		@StatefunHandler
		void other(Message message, Context context) {
			out(context, "other " + message.valueTypeName());
		}

	}

	static class MethodFunctions {

		@StatefunFunction("demo/one")
		void one(Login login, Context context) {
			out(context, "one " + login);
		}

		@StatefunFunction(typeName = "demo/two")
		void two(int number, Context context) {
			out(context, "two " + number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BareFunctions {

		@Bean
		@StatefunFunction("demo/lambda")
		StatefulFunction lambda() {
			return (context, message) -> out(context, "lambda");
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
			out(context, "interface " + text);
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
		String take(String text) {
			return text;
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
