package dev.statefun.method.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Tells when a handler has handled a message: when it has returned, or when the stage is
 * complete that it returned.
 */
@FunctionalInterface
interface HandlerResult {

	CompletionStage<?> toStage(@Nullable Object returned);

	/**
	 * Find the result for a return type.
	 * @return the result, or {@code null} if values of the type tell nothing of the kind
	 */
	static @Nullable HandlerResult of(Class<?> returnType) {
		if (returnType == void.class) {
			CompletableFuture<?> done = CompletableFuture.completedFuture(null);
			return (returned) -> done;
		}
		if (CompletionStage.class.isAssignableFrom(returnType)) {
			return (returned) -> (CompletionStage<?>) present(returned);
		}
		boolean reactor = ClassUtils.isPresent("reactor.core.publisher.Mono", HandlerResult.class.getClassLoader());
		return reactor ? Reactive.of(returnType) : null;
	}

	private static Object present(@Nullable Object returned) {
		if (returned == null) {
			throw new IllegalStateException("The handler returned null, which does not tell when it is done");
		}
		return returned;
	}

	/** A class of its own, since Reactor is optional. */
	final class Reactive {

		private Reactive() {
		}

		static @Nullable HandlerResult of(Class<?> returnType) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType);
			if (adapter == null || adapter.isMultiValue()) {
				return null;
			}
			return (returned) -> Mono.from(adapter.toPublisher(present(returned))).toFuture();
		}

	}

}
