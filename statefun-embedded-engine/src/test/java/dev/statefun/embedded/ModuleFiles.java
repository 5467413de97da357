package dev.statefun.embedded;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Module files for engines that tests start without an application.
 */
final class ModuleFiles {

	private ModuleFiles() {
	}

	/** The file of an application that contributes nothing. */
	static ModuleFile plain() {
		return new AnnotationConfigApplicationContext(StatefunAutoConfiguration.class,
				StatefunModuleAutoConfiguration.class)
			.getBean(ModuleFile.class);
	}

}
