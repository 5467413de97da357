package dev.statefun.autoconfigure.client;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether the client has topics. One of the two is enough, so that the other is missed.
 */
final class OnKafkaTopicsCondition extends SpringBootCondition {

	private static final String INGRESS = "statefun.client.kafka.ingress-topic";

	private static final String EGRESS = "statefun.client.kafka.egress-topic";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		boolean matches = StringUtils.hasText(environment.getProperty(INGRESS))
				|| StringUtils.hasText(environment.getProperty(EGRESS));
		return new ConditionOutcome(matches, ConditionMessage.forCondition("client on Kafka")
			.because(matches ? "it has a topic" : "it has no topics"));
	}

}
