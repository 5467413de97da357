package dev.statefun.error.internal;

import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ExceptionTypeFilter;
import org.springframework.util.PatternMatchUtils;

/**
 * An action for the failures that match.
 *
 * @param exceptions match failures or their causes; all of them if it is empty
 * @param messageTypes patterns, none for all
 * @param functions patterns, none for all
 * @param permanent whether failures must be permanent, or must not, or {@code null}
 * @param action what is done
 */
public record ErrorRule(ExceptionTypeFilter exceptions, String[] messageTypes, String[] functions,
		@Nullable Boolean permanent, ErrorAction action) implements InvocationErrorHandler {

	@Override
	public ErrorAction handle(FailedInvocation failed) {
		boolean matches = (this.permanent == null || this.permanent == failed.isPermanent())
				&& matches(this.functions, failed.self().type().toString())
				&& matches(this.messageTypes, failed.message().valueTypeName())
				&& Causes.find(failed.cause(), this.exceptions::match) != null;
		return matches ? this.action : ErrorAction.next();
	}

	private static boolean matches(String[] patterns, String name) {
		return patterns.length == 0 || PatternMatchUtils.simpleMatch(patterns, name);
	}

}
