package dev.statefun.autoconfigure.server.internal;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnWebEndpoint}.
 */
final class OnWebEndpointCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnWebEndpoint.class);
		if (!OnStatefunServerCondition.hasServer(environment)) {
			return ConditionOutcome.match(message.because("the endpoint has no server of its own"));
		}
		boolean exclusive = environment.getProperty("statefun.server.exclusive", Boolean.class, true);
		return new ConditionOutcome(!exclusive, message
			.because("the endpoint is " + (exclusive ? "only on a server of its own" : "also on a server of its own")));
	}

}
