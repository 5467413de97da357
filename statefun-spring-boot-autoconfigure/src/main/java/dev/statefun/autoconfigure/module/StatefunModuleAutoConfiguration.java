package dev.statefun.autoconfigure.module;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.StatefunProperties.Protocol;
import dev.statefun.dispatch.FunctionRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the module file of the engine.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(ModuleProperties.class)
public final class StatefunModuleAutoConfiguration {

	StatefunModuleAutoConfiguration() {
	}

	/**
	 * Does not back off: the file must say what the application serves. Properties choose
	 * the rest of it; {@code statefun.module.include} adds any documents.
	 */
	@Bean
	ModuleFile statefunModuleFile(ModuleProperties properties, StatefunProperties statefun,
			ObjectProvider<FunctionRegistry> functions) {
		return new ModuleFile(properties, (statefun.getProtocol() == Protocol.V2) ? Engine.V2 : Engine.V3,
				statefun.getSecret(), functions::getObject);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnModuleCommandCondition.class)
	@EnableConfigurationProperties({ ExportProperties.class, CheckProperties.class })
	static class CommandConfiguration {

		/**
		 * Never backs off: it is there only when a command was given, and ends the
		 * application.
		 */
		@Bean
		ModuleCommand statefunModuleCommand(ApplicationContext context, ModuleFile file, ExportProperties export,
				CheckProperties check) {
			return new ModuleCommand(context, file, export, check);
		}

	}

}
