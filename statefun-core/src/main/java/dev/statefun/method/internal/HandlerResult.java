package dev.statefun.method.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.dispatch.internal.ReturnedValues;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Tells when a handler has handled a message: when it has returned, or when the stage is
 * complete that it returned. The value is the reply.
 */
@FunctionalInterface
interface HandlerResult {

	CompletionStage<?> toStage(@Nullable Object returned, Context context);

	/**
	 * Find the result for a return type.
	 * @return the result, or {@code null} if values of the type would be lost
	 */
	static @Nullable HandlerResult of(ResolvableType returned) {
		Class<?> type = returned.toClass();
		CompletableFuture<?> done = CompletableFuture.completedFuture(null);
		if (type == void.class) {
			return (value, context) -> done;
		}
		boolean replies = replyOf(returned) != ResolvableType.NONE || isSent(elementOf(returned));
		if (CompletionStage.class.isAssignableFrom(type)) {
			return (value, context) -> replying((CompletionStage<?>) present(value), replies, context);
		}
		ReactiveAdapter adapter = adapterOf(type);
		if (adapter != null) {
			return adapter.isMultiValue() ? null
					: (value, context) -> replying(Reactive.toStage(adapter, present(value)), replies, context);
		}
		return (value, context) -> {
			reply(context, value);
			return done;
		};
	}

	/**
	 * Find the type of the values that need a StateFun type, to be replied.
	 * @return the type, {@link ResolvableType#NONE} if there are no such values, or
	 * {@code null} if values would be lost
	 */
	static @Nullable ResolvableType replyOf(ResolvableType returned) {
		ReactiveAdapter adapter = adapterOf(returned.toClass());
		if (adapter != null && adapter.isMultiValue()) {
			return null;
		}
		ResolvableType element = elementOf(returned);
		Class<?> type = element.resolve();
		if (type == null || type == void.class || type == Void.class || isSent(element)) {
			return ResolvableType.NONE;
		}
		return type.isPrimitive() ? ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(type)) : element;
	}

	private static ResolvableType elementOf(ResolvableType returned) {
		if (CompletionStage.class.isAssignableFrom(returned.toClass())) {
			return returned.as(CompletionStage.class).getGeneric(0);
		}
		ReactiveAdapter adapter = adapterOf(returned.toClass());
		if (adapter != null) {
			return adapter.isNoValue() ? ResolvableType.NONE : returned.getGeneric(0);
		}
		return returned;
	}

	/** Whether values can be sent as they are. */
	private static boolean isSent(ResolvableType element) {
		Class<?> type = element.toClass();
		return EgressMessage.class.isAssignableFrom(type) || Message.class.isAssignableFrom(type)
				|| type == TypedValue.class;
	}

	private static CompletionStage<?> replying(CompletionStage<?> stage, boolean replies, Context context) {
		return replies ? stage.thenAccept((value) -> reply(context, value)) : stage;
	}

	private static void reply(Context context, @Nullable Object value) {
		((ReturnedValues) context).returned(value);
	}

	private static Object present(@Nullable Object returned) {
		if (returned == null) {
			throw new IllegalStateException("The handler returned null, which does not tell when it is done");
		}
		return returned;
	}

	private static @Nullable ReactiveAdapter adapterOf(Class<?> type) {
		boolean reactor = !CompletionStage.class.isAssignableFrom(type)
				&& ClassUtils.isPresent("reactor.core.publisher.Mono", HandlerResult.class.getClassLoader());
		return reactor ? Reactive.adapterOf(type) : null;
	}

	/** A class of its own, since Reactor is optional. */
	final class Reactive {

		private Reactive() {
		}

		static @Nullable ReactiveAdapter adapterOf(Class<?> type) {
			return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		}

		static CompletionStage<?> toStage(ReactiveAdapter adapter, Object returned) {
			return Mono.from(adapter.toPublisher(returned)).toFuture();
		}

	}

}
