package dev.statefun.autoconfigure.console;

import dev.statefun.autoconfigure.internal.EngineLifecycle;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * There is a console if a property says so, or beside an embedded engine unless a
 * property says otherwise.
 */
final class OnConsoleCondition extends AnyNestedCondition {

	OnConsoleCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBooleanProperty("statefun.console.enabled")
	static final class Enabled {

	}

	@ConditionalOnBooleanProperty(name = "statefun.console.enabled", matchIfMissing = true)
	@ConditionalOnBean(EngineLifecycle.class)
	static final class BesideEngine {

	}

}
