package dev.statefun.method.internal;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.method.internal.elsewhere.ElsewhereParent;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers that cannot be called through the proxy of their bean, or whose proxy returns
 * before they are done.
 */
class ProxiedHandlerTests {

	private final FunctionFixture fixture = new FunctionFixture();

	@ParameterizedTest
	@ValueSource(classes = { AsyncHandler.class, AsyncClass.class, AsyncOnInterface.class, AsyncMono.class,
			AsyncMethodFunction.class, AsyncScoped.class, AsyncPlain.class, AsyncBareFunction.class,
			CustomAsyncHandler.class })
	void whenAHandlerReturnsBeforeItIsDoneThenStartupRefusesIt(Class<?> bean) {
		Class<?> configuration = (bean == CustomAsyncHandler.class) ? CustomAsyncEnabled.class : AsyncEnabled.class;
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> this.fixture.discover(configuration, bean))
			.satisfies((ex) -> assertThat(ex.description()).contains("@Async", bean.getSimpleName(), "method "))
			.satisfies((ex) -> assertThat(ex.action()).contains("CompletableFuture"));
	}

	@Test
	void whenAnAsyncHandlerReturnsAFutureThenTheRequestWaitsForIt() {
		this.fixture.discover(AsyncEnabled.class, AsyncFuture.class);
		assertThat(this.fixture.send("demo/future", "x"))
			.isEqualTo(this.fixture.texts("x on another thread than this"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Inheriting.class, FinalApply.class, FinalAsyncApply.class, FinalStates.class })
	void whenAProxyDoesNotInterceptAMethodThenStartupRefusesIt(Class<?> bean) {
		assertThatExceptionOfType(InvalidFunctionException.class)
			.isThrownBy(() -> this.fixture.proxying(ProxiedHandlerTests::proxied).discover(bean))
			.satisfies((ex) -> assertThat(ex.description()).contains("proxy", bean.getSimpleName(),
					"runs on the proxy itself"))
			.satisfies((ex) -> assertThat(ex.action()).contains("public or protected", "final"));
	}

	@Test
	void whenAnInheritedHandlerIsNotProxiedThenItIsCalled() {
		this.fixture.discover(Inheriting.class);
		assertThat(this.fixture.send("demo/elsewhere", "x", 1)).isEqualTo(this.fixture.texts());
	}

	@Test
	void whenAProxiedFunctionInheritsItsStatesThenItIsCalled() {
		this.fixture.proxying(ProxiedHandlerTests::proxied).discover(Open.class);
		assertThat(this.fixture.send("demo/open", "x")).isEqualTo(this.fixture.texts("open"));
	}

	private static Object proxied(Object bean) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(true);
		return bean.getClass().isAnnotationPresent(StatefunFunction.class) ? factory.getProxy() : bean;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncEnabled {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true, annotation = InBackground.class)
	static class CustomAsyncEnabled {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface InBackground {

	}

	@StatefunFunction("demo/x")
	static class AsyncHandler {

		@Async
		@StatefunHandler
		void take(String text) {
		}

	}

	@Async
	@StatefunFunction("demo/x")
	static class AsyncClass {

		@StatefunHandler
		void take(String text) {
		}

	}

	interface Asynchronous {

		@Async
		void take(String text);

	}

	@StatefunFunction("demo/x")
	static class AsyncOnInterface implements Asynchronous {

		@Override
		@StatefunHandler
		public void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class AsyncMono {

		@Async
		@StatefunHandler
		CompletionStage<?> take(String text) {
			return CompletableFuture.completedFuture(text);
		}

	}

	static class AsyncMethodFunction {

		@Async
		@StatefunFunction("demo/x")
		void take(String text) {
		}

	}

	@Scope(scopeName = "singleton", proxyMode = ScopedProxyMode.TARGET_CLASS)
	@StatefunFunction("demo/x")
	static class AsyncScoped {

		@Async
		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/x")
	static class AsyncPlain implements StatefulFunction {

		@Async
		@Override
		public void apply(Context context, Message message) {
		}

	}

	@StatefunFunction("demo/x")
	static class AsyncBareFunction implements AsyncStatefulFunction {

		@Async
		@Override
		public CompletionStage<?> apply(Context context, Message message) {
			return CompletableFuture.completedFuture(message);
		}

	}

	@StatefunFunction("demo/x")
	static class CustomAsyncHandler {

		@InBackground
		@StatefunHandler
		void take(String text) {
		}

	}

	@StatefunFunction("demo/future")
	static class AsyncFuture {

		private final Thread creator = Thread.currentThread();

		@Async
		@StatefunHandler
		CompletableFuture<?> take(String text, Context context) {
			boolean same = Thread.currentThread() == this.creator;
			FunctionFixture.out(context, text + " on " + (same ? "this thread" : "another thread than this"));
			return CompletableFuture.completedFuture(text);
		}

	}

	@StatefunFunction("demo/elsewhere")
	static class Inheriting extends ElsewhereParent {

	}

	@StatefunFunction("demo/x")
	static class FinalApply implements StatefulFunction {

		@Override
		public final void apply(Context context, Message message) {
		}

	}

	@StatefunFunction("demo/x")
	static class FinalAsyncApply implements AsyncStatefulFunction {

		@Override
		public final CompletionStage<?> apply(Context context, Message message) {
			return CompletableFuture.completedFuture(message);
		}

	}

	@StatefunFunction("demo/x")
	static class FinalStates implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

		@Override
		public final List<ValueSpec<?>> states() {
			return List.of(ValueSpec.of("seen", Types.longType()));
		}

	}

	@StatefunFunction("demo/open")
	static class Open implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			FunctionFixture.out(context, "open");
		}

	}

}
