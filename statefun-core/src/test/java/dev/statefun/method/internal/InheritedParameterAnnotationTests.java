package dev.statefun.method.internal;

import java.util.List;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.method.internal.HandlerMethodTests.Login;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations of parameters that are on the methods that a handler overrides.
 */
class InheritedParameterAnnotationTests {

	private final FunctionFixture fixture = new FunctionFixture();

	@ParameterizedTest
	@ValueSource(classes = { OnInterface.class, OnParent.class, OnGenericInterface.class, OnInterfaceOfSubclass.class })
	void whenAParameterIsAnnotatedWhereItIsDeclaredFirstThenTheHandlerGetsTheArgument(Class<?> bean) {
		this.fixture.discover(bean);
		assertThat(this.fixture.send("demo/inherited", List.of(new PersistedValue("seen", null)), "x"))
			.isEqualTo(this.fixture.texts("from demo/caller/bob, state 7"));
	}

	interface Taking {

		void take(String text, @Caller Address caller, @State("seen") StateValue<Integer> seen, Context context);

	}

	interface GenericTaking<T, A> {

		void take(T payload, @Caller A caller, @State("seen") StateValue<Integer> seen, Context context);

		default void take(Login payload, Address caller, StateValue<Integer> seen, @State("no") Context context) {
		}

	}

	abstract static class Parent {

		abstract void take(String text, @Caller Address caller, @State("seen") StateValue<Integer> seen,
				Context context);

	}

	abstract static class Handling {

		@StatefunHandler
		public void take(String text, Address caller, StateValue<Integer> seen, Context context) {
			handle(caller, seen, context);
		}

	}

	static void handle(Address caller, StateValue<Integer> seen, Context context) {
		FunctionFixture.out(context, "from %s, state %s".formatted(caller, seen.orElse(7)));
	}

	@StatefunFunction("demo/inherited")
	static class OnInterface implements Taking {

		@Override
		@StatefunHandler
		public void take(String text, Address caller, StateValue<Integer> seen, Context context) {
			handle(caller, seen, context);
		}

	}

	@StatefunFunction("demo/inherited")
	static class OnParent extends Parent {

		@Override
		@StatefunHandler
		void take(String text, Address caller, StateValue<Integer> seen, Context context) {
			handle(caller, seen, context);
		}

	}

	@StatefunFunction("demo/inherited")
	static class OnGenericInterface implements GenericTaking<String, Address> {

		@Override
		@StatefunHandler
		public void take(String text, Address caller, StateValue<Integer> seen, Context context) {
			handle(caller, seen, context);
		}

	}

	@StatefunFunction("demo/inherited")
	static class OnInterfaceOfSubclass extends Handling implements Taking {

	}

}
