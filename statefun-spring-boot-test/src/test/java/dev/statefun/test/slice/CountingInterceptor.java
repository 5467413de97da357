package dev.statefun.test.slice;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;

import org.springframework.stereotype.Component;

/**
 * Counts invocations.
 */
@Component
class CountingInterceptor implements InvocationInterceptor {

	final AtomicInteger invocations = new AtomicInteger();

	@Override
	public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message, Chain next) {
		this.invocations.incrementAndGet();
		return next.proceed();
	}

}
