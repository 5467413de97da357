package dev.statefun.method.internal;

import java.util.List;

import com.google.protobuf.Timestamp;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionBeanRegistrationAotProcessorTests {

	private static final ReflectionHintsPredicates REFLECTION = RuntimeHintsPredicates.reflection();

	@Test
	void whenABeanDeclaresFunctionsThenTheirReflectionIsKept() throws Exception {
		RuntimeHints hints = process(Greeter.class);
		assertThat(REFLECTION
			.onMethodInvocation(Greeter.class.getDeclaredMethod("greet", Login.class, Context.class, StateValue.class)))
			.accepts(hints);
		assertThat(REFLECTION.onMethodInvocation(Greeter.class.getDeclaredMethod("own", Timestamp.class)))
			.accepts(hints);
		assertThat(REFLECTION.onFieldAccess(Greeter.class, "TOTAL")).accepts(hints);
		assertThat(REFLECTION.onFieldAccess(Shared.class, "SHARED")).accepts(hints);
	}

	@Test
	void whenPayloadsAndStatesAreJsonThenTheirPropertiesAreKept() throws Exception {
		RuntimeHints hints = process(Greeter.class);
		assertThat(REFLECTION.onMethodInvocation(Login.class.getDeclaredMethod("user"))).accepts(hints);
		assertThat(REFLECTION.onConstructorInvocation(Login.class.getDeclaredConstructor(Name.class))).accepts(hints);
		assertThat(REFLECTION.onMethodInvocation(Name.class.getDeclaredMethod("first"))).accepts(hints);
		assertThat(REFLECTION.onMethodInvocation(Visit.class.getDeclaredMethod("number"))).accepts(hints);
		assertThat(REFLECTION.onMethodInvocation(Circle.class.getDeclaredMethod("radius"))).accepts(hints);
	}

	@Test
	void whenPayloadsAreProtobufThenTheirFactoryMethodsAreKept() throws Exception {
		assertThat(REFLECTION.onMethodInvocation(Timestamp.class.getMethod("getDefaultInstance")))
			.accepts(process(Greeter.class));
	}

	@Test
	void whenABeanDeclaresNoFunctionThenNothingIsKept() throws Exception {
		assertThat(REFLECTION.onMethodInvocation(Other.class.getDeclaredMethod("greet", Login.class)))
			.rejects(process(Other.class));
	}

	private static RuntimeHints process(Class<?> bean) {
		GenericApplicationContext context = new GenericApplicationContext();
		new AnnotatedBeanDefinitionReader(context).register(bean);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("dev.statefun.method", "Aot")), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	record Name(String first) {
	}

	@StatefunType("demo/Login")
	record Login(Name user) {
	}

	record Visit(int number) {
	}

	sealed interface Shape permits Circle {

	}

	@StatefunType("demo/Circle")
	record Circle(int radius) implements Shape {
	}

	interface Shared {

		@State
		ValueSpec<Long> SHARED = ValueSpec.of("shared", Types.longType());

	}

	@StatefunFunction("demo/greeter")
	static class Greeter implements Shared {

		@State
		private static final ValueSpec<Long> TOTAL = ValueSpec.of("total", Types.longType());

		@StatefunHandler
		void greet(Login login, Context context,
				@State(value = "visits", typeName = "demo/Visits") StateValue<List<Visit>> visits) {
		}

		@StatefunHandler
		void shape(Shape shape) {
		}

		@StatefunFunction("demo/own")
		void own(Timestamp time) {
		}

	}

	static class Other {

		void greet(Login login) {
		}

	}

}
