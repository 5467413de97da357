package dev.statefun.docs;

import java.util.concurrent.CompletionStage;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/programming-model.md.
 */
interface Around {

	@Order(1)
	@Component
	class MessageLog implements InvocationInterceptor {

		private static final Logger logger = LoggerFactory.getLogger(MessageLog.class);

		@Override
		public CompletionStage<?> intercept(FunctionDefinition function, Context context, Message message, Chain next)
				throws Exception {
			logger.debug("{} gets a {}", context.self(), message.valueTypeName());
			return next.proceed();
		}

	}

	@Component
	class BatchLog implements BatchInterceptor {

		private static final Logger logger = LoggerFactory.getLogger(BatchLog.class);

		@Override
		public CompletionStage<InvocationResult> intercept(InvocationBatch batch, Chain next) {
			int messages = batch.invocations().size();
			return next.proceed()
				.whenComplete((result, ex) -> logger.debug("{} of {} messages: {}", batch.target(), messages,
						(ex != null) ? "failed" : "done"));
		}

	}

}
