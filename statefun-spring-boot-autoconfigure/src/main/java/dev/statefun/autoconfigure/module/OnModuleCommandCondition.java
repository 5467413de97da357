package dev.statefun.autoconfigure.module;

import dev.statefun.autoconfigure.module.internal.ModuleCommands;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether the application is to write or compare files, and to end.
 */
final class OnModuleCommandCondition extends SpringBootCondition {

	static boolean matches(Environment environment) {
		return ModuleCommands.arePresent(environment);
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean matches = matches(context.getEnvironment());
		return new ConditionOutcome(matches, ConditionMessage.forCondition("module command")
			.because(matches ? "something is to be exported or checked" : "nothing is to be exported or checked"));
	}

}
