package dev.statefun.error.internal;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Walks the causes of a failure, which can form a circle.
 */
public final class Causes {

	private Causes() {
	}

	/**
	 * Find the first failure that matches: a failure itself, its cause, or the cause of
	 * that. Each of them is tested once.
	 * @param failure where to begin
	 * @param wanted the test
	 * @return what matches, or {@code null}
	 */
	public static @Nullable Throwable find(Throwable failure, Predicate<Throwable> wanted) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
			if (wanted.test(cause)) {
				return cause;
			}
		}
		return null;
	}

	/**
	 * Return what a stage failed with. Stages that depend on it wrap that in a
	 * {@link CompletionException}.
	 * @param failure how such a stage failed
	 * @return the cause of the wrapper, or the failure itself
	 */
	public static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * Tell whether the causes of a failure form a circle. Spring's retry policies walk
	 * such causes for ever.
	 * @param failure where to begin
	 * @return whether there is a circle
	 */
	public static boolean areCircular(Throwable failure) {
		return find(failure, (cause) -> cause.getCause() == null) == null;
	}

}
