package dev.statefun.autoconfigure.module.internal;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * The properties that have an application write or compare files, and end.
 */
public final class ModuleCommands {

	private static final String[] COMMANDS = { "statefun.export.module-file", "statefun.export.schema",
			"statefun.check.module-file", "statefun.check.schema" };

	private ModuleCommands() {
	}

	/**
	 * Tell whether one of them is set.
	 * @param environment has the properties
	 * @return whether the application is to end by itself
	 */
	public static boolean arePresent(PropertyResolver environment) {
		for (String command : COMMANDS) {
			if (StringUtils.hasText(environment.getProperty(command))) {
				return true;
			}
		}
		return false;
	}

}
