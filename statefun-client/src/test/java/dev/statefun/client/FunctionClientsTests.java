package dev.statefun.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Address;
import dev.statefun.ValueSpec;
import dev.statefun.client.internal.ClientInterface;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of {@link FunctionClients}.
 */
class FunctionClientsTests {

	private final List<String> calls = new ArrayList<>();

	private final StatefunClient client = (target) -> new Recorded(target);

	private final Greeter greeter = FunctionClients.with(Greeter.class, this.client);

	@Test
	void whenMethodsAreCalledThenTheySendOrAsk() {
		assertThat(this.greeter.greet("ada", "hi")).isCompletedWithValue("reply");
		assertThat(this.greeter.greetAndWait("bob", "hi")).isEqualTo("reply");
		this.greeter.tell("eve", 7);
		assertThat(this.greeter.finish("ada", 1L)).isCompletedWithValue(null);
		assertThat(this.calls).containsExactly("demo/greeter/ada asked hi for String",
				"demo/greeter/bob asked hi for String", "demo/greeter/eve told 7", "demo/greeter/ada asked 1 for Void");
	}

	@Test
	void whenAMonoIsReturnedThenEachSubscriberAsks() {
		Mono<String> reply = this.greeter.greetLater("ada", "hi");
		assertThat(this.calls).isEmpty();
		assertThat(reply.block()).isEqualTo("reply");
		assertThat(reply.block()).isEqualTo("reply");
		assertThat(this.calls).hasSize(2);
	}

	@Test
	void whenAMethodIsNoneOfTheClientThenItBehavesAsUsual() {
		assertThat(this.greeter.greetTwice("ada")).isEqualTo("reply reply");
		assertThat(this.greeter).hasToString("client of demo/greeter").isEqualTo(this.greeter);
		assertThat(this.greeter.hashCode()).isEqualTo(this.greeter.hashCode());
		assertThat(this.greeter).isNotEqualTo(FunctionClients.with(Greeter.class, this.client));
	}

	@ParameterizedTest
	@MethodSource
	void whenAnInterfaceCannotBeAClientThenTheErrorSaysWhy(Class<?> type, String reason) {
		TypeRegistry types = new TypeRegistry(List.of(), List.of());
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> ClientInterface.of(type).check(types))
			.withMessageContainingAll(type.getName(), reason)
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	static List<Arguments> whenAnInterfaceCannotBeAClientThenTheErrorSaysWhy() {
		return List.of(arguments(Bare.class, "is not a client"), arguments(Malformed.class, "'greeter'"),
				arguments(NoId.class, "method tell"), arguments(Several.class, "returns a Flux"),
				arguments(Untyped.class, "java.lang.StringBuilder has no StateFun type"),
				arguments(UntypedReply.class, "java.lang.Thread has no StateFun type"));
	}

	@FunctionClient("demo/greeter")
	interface Greeter {

		CompletableFuture<String> greet(String user, String text);

		String greetAndWait(String user, String text);

		Mono<String> greetLater(String user, String text);

		void tell(String user, int number);

		CompletableFuture<Void> finish(String user, long number);

		default String greetTwice(String user) {
			return greetAndWait(user, "one") + " " + greetAndWait(user, "two");
		}

	}

	interface Bare {

		void tell(String user, int number);

	}

	@FunctionClient("greeter")
	interface Malformed {

		void tell(String user, int number);

	}

	@FunctionClient("demo/greeter")
	interface NoId {

		void tell(int number);

	}

	@FunctionClient("demo/greeter")
	interface Several {

		Flux<String> tell(String user, int number);

	}

	@FunctionClient("demo/greeter")
	interface Untyped {

		void tell(String user, StringBuilder text);

	}

	@FunctionClient("demo/greeter")
	interface UntypedReply {

		CompletableFuture<Thread> ask(String user, String text);

	}

	private final class Recorded implements FunctionInstance {

		private final Address target;

		Recorded(Address target) {
			this.target = target;
		}

		@Override
		public FunctionInstance withTimeout(Duration timeout) {
			return this;
		}

		@Override
		public FunctionInstance withIdempotencyKey(String key) {
			return this;
		}

		@Override
		public CompletableFuture<Void> send(Object value) {
			FunctionClientsTests.this.calls.add(this.target + " told " + value);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletableFuture<Void> sendAfter(Duration delay, Object value) {
			return send(value);
		}

		@Override
		public <T> CompletableFuture<T> ask(Object value, Class<T> replyType) {
			FunctionClientsTests.this.calls
				.add("%s asked %s for %s".formatted(this.target, value, replyType.getSimpleName()));
			return CompletableFuture.completedFuture((replyType == String.class) ? replyType.cast("reply") : null);
		}

		@Override
		public <T> CompletableFuture<T> ask(Object value, Type<T> replyType) {
			return ask(value, replyType.javaType());
		}

		@Override
		public CompletableFuture<InstanceState> state() {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Void> setState(String state, Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <T> CompletableFuture<Void> setState(ValueSpec<T> state, T value) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Void> removeState(String state) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Void> removeState(ValueSpec<?> state) {
			throw new UnsupportedOperationException();
		}

	}

}
