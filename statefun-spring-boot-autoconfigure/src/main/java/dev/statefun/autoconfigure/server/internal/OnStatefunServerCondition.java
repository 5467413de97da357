package dev.statefun.autoconfigure.server.internal;

import java.util.Map;
import java.util.Objects;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * The condition of {@link ConditionalOnStatefunServer}.
 */
final class OnStatefunServerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, ?> attributes = Objects
			.requireNonNull(metadata.getAnnotationAttributes(ConditionalOnStatefunServer.class.getName()));
		boolean own = hasServer(context.getEnvironment());
		return new ConditionOutcome(Boolean.valueOf(own).equals(attributes.get("value")),
				ConditionMessage.forCondition(ConditionalOnStatefunServer.class)
					.because(own ? "the endpoint has a server of its own" : "the endpoint has no server of its own"));
	}

	/** Whether the endpoint has a server of its own. */
	static boolean hasServer(Environment environment) {
		return StringUtils.hasText(environment.getProperty("statefun.server.port"))
				|| StringUtils.hasText(environment.getProperty("statefun.server.unix-domain-socket"));
	}

}
