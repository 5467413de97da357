package dev.statefun.docs;

import java.time.Duration;

import dev.statefun.Context;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailedInvocation;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.error.PermanentFailure;
import dev.statefun.io.DeadLetter;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/error-handling.md.
 */
interface Failing {

	@Component
	class ShopFailures implements InvocationErrorHandler {

		private final RetryPolicy untilOpen = RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(500)).build();

		@Override
		public ErrorAction handle(FailedInvocation failed) {
			if (failed.cause() instanceof ShopClosedException) {
				return ErrorAction.retry(this.untilOpen).then(ErrorAction.deadLetter());
			}
			return ErrorAction.next();
		}

	}

	class ShopClosedException extends RuntimeException {

	}

	class UnknownProductException extends RuntimeException implements PermanentFailure {

		UnknownProductException(String product) {
			super("There is no product " + product);
		}

	}

	@StatefunFunction("docs/replay")
	class ReplayFunction {

		@StatefunHandler
		void replay(DeadLetter letter, Context context) {
			letter.replay(context);
		}

	}

	@StatefunFunction(typeName = "docs/quote", timeout = "${quote.timeout:5s}")
	class QuoteFunction {

		@StatefunHandler
		void quote(QuoteRequest request, Context context) {
			context.reply("%s costs 100".formatted(request.product()));
		}

	}

	@StatefunType("docs/QuoteRequest")
	record QuoteRequest(String product) {
	}

}
