package dev.statefun.autoconfigure.module;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether the application is to write or compare files, and to end.
 */
final class OnModuleCommandCondition extends SpringBootCondition {

	private static final String[] COMMANDS = { "statefun.export.module-file", "statefun.export.schema",
			"statefun.check.module-file", "statefun.check.schema" };

	static boolean matches(Environment environment) {
		for (String command : COMMANDS) {
			if (StringUtils.hasText(environment.getProperty(command))) {
				return true;
			}
		}
		return false;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean matches = matches(context.getEnvironment());
		return new ConditionOutcome(matches, ConditionMessage.forCondition("module command")
			.because(matches ? "something is to be exported or checked" : "nothing is to be exported or checked"));
	}

}
