package dev.statefun.test.slice;

import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;

import org.springframework.stereotype.Component;

/**
 * Skips what cannot be calculated.
 */
@Component
class Leniency implements InvocationErrorHandler {

	@Override
	public ErrorAction handle(FailedInvocation failed) {
		return (failed.cause() instanceof ArithmeticException) ? ErrorAction.skip() : ErrorAction.next();
	}

}
