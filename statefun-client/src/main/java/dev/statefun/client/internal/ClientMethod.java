package dev.statefun.client.internal;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.statefun.client.AskException;
import dev.statefun.client.FunctionInstance;
import dev.statefun.dispatch.InvalidFunctionException;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A method of an interface that is the client of a function.
 */
final class ClientMethod {

	private static final String SIGNATURE = "A method takes the id of an instance, a String, and the message."
			+ " It returns void to send, or the reply, a CompletableFuture or, with Reactor, a Mono of it to ask.";

	private final Method method;

	/** The class of the message, with its type arguments. */
	private final ResolvableType message;

	/** The class of the reply, or {@code null} if the method sends. */
	private final @Nullable Class<?> reply;

	/** Whether the method returns a future. */
	private final boolean future;

	/** Present if the method returns a reactive type. */
	private final @Nullable ReactiveAdapter adapter;

	private ClientMethod(Method method, @Nullable Class<?> reply, boolean future, @Nullable ReactiveAdapter adapter) {
		this.method = method;
		this.message = ResolvableType.forMethodParameter(method, 1);
		this.reply = reply;
		this.future = future;
		this.adapter = adapter;
	}

	static ClientMethod of(Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length != 2 || parameters[0] != String.class) {
			throw invalid(method, "its parameters are not an id and a message");
		}
		Class<?> returned = method.getReturnType();
		if (returned == void.class) {
			return new ClientMethod(method, null, false, null);
		}
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		boolean future = returned.isAssignableFrom(CompletableFuture.class) && returned != Object.class;
		ReactiveAdapter adapter = future ? null : ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned);
		if (adapter != null && adapter.isMultiValue()) {
			throw invalid(method, "it returns a %s, but there is one reply".formatted(returned.getSimpleName()));
		}
		ResolvableType element = (adapter != null && adapter.isNoValue()) ? ResolvableType.forClass(Void.class)
				: (future || adapter != null) ? type.getGeneric(0) : type;
		Class<?> reply = element.resolve();
		if (reply == null || element.hasGenerics()) {
			throw invalid(method, "the type of its reply is not a class without type arguments");
		}
		return new ClientMethod(method, ClassUtils.resolvePrimitiveIfNecessary(reply), future, adapter);
	}

	private static InvalidFunctionException invalid(Method method, String reason) {
		return InvalidFunctionException.of("The %s can neither send nor ask: %s.".formatted(source(method), reason),
				SIGNATURE);
	}

	private static String source(Method method) {
		return "method %s of the interface %s".formatted(method.getName(), method.getDeclaringClass().getName());
	}

	String source() {
		return source(this.method);
	}

	boolean isAsking() {
		return this.reply != null;
	}

	void check(TypeRegistry types) {
		Class<?> messageClass = this.message.toClass();
		if (!this.message.hasGenerics() && !messageClass.isInterface()) {
			types.typeOf(ClassUtils.resolvePrimitiveIfNecessary(messageClass));
		}
		if (this.reply != null && this.reply != Void.class) {
			types.typeOf(this.reply);
		}
	}

	@Nullable Object call(FunctionInstance instance, Object value) {
		Class<?> replyClass = this.reply;
		if (replyClass == null) {
			join(instance.send(value));
			return null;
		}
		if (this.future) {
			return instance.ask(value, replyClass);
		}
		return (this.adapter != null) ? Reactive.of(this.adapter, () -> instance.ask(value, replyClass))
				: join(instance.ask(value, replyClass));
	}

	private static @Nullable Object join(CompletableFuture<?> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof AskException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof IllegalStateException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	/** A class of its own, since Reactor is optional. */
	private static final class Reactive {

		private Reactive() {
		}

		/** Each subscriber asks. */
		static Object of(ReactiveAdapter adapter, Supplier<? extends CompletableFuture<?>> ask) {
			return adapter.fromPublisher(Mono.fromFuture(ask));
		}

	}

}
