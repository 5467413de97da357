package dev.statefun.autoconfigure.module;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.StatefunProperties.Protocol;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.autoconfigure.module.internal.PlaceholderSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the module file of the engine.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(ModuleProperties.class)
public final class StatefunModuleAutoConfiguration {

	private static final Log logger = LogFactory.getLog(StatefunModuleAutoConfiguration.class);

	StatefunModuleAutoConfiguration() {
	}

	/**
	 * Does not back off: the file must say what the application serves. Properties choose
	 * the rest of it; {@code statefun.module.include} and {@link ModuleDocuments} beans
	 * add documents.
	 */
	@Bean
	ModuleFile statefunModuleFile(ModuleProperties properties, StatefunProperties statefun,
			ObjectProvider<FunctionRegistry> functions, ResourceLoader files,
			ObjectProvider<ModuleDocuments> contributors, ObjectProvider<PlaceholderSource> placeholders,
			ConfigurableEnvironment environment) {
		String warning = (properties.url() != null) ? ModuleUrlCheck.warning(properties.url(), environment) : null;
		if (warning != null) {
			logger.warn(warning);
		}
		return new ModuleFile(properties, (statefun.getProtocol() == Protocol.V2) ? Engine.V2 : Engine.V3,
				statefun.getSecret(), functions::getObject, files, contributors::orderedStream,
				new Placeholders(environment, () -> placeholders.orderedStream().toList()));
	}

	/**
	 * Does not back off: it only reports what could not work. It is not lazy, so that it
	 * does so in applications whose beans are.
	 */
	@Bean
	@Lazy(false)
	ModuleCheck statefunModuleCheck(ModuleFile file, ObjectProvider<FunctionRegistry> functions, ResourceLoader files,
			Environment environment) {
		return new ModuleCheck(file, functions::getObject, files, environment);
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
				CheckProperties check, Environment environment) {
			return new ModuleCommand(context, file, export, check, DeadLetterEgresses.of(environment));
		}

	}

}
