package dev.statefun.autoconfigure.console;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.console.internal.Console;
import dev.statefun.console.internal.ConsoleAccess;
import dev.statefun.console.internal.ConsoleRecorder;
import dev.statefun.console.internal.Recording;
import dev.statefun.console.reactive.internal.ConsoleWebHandler;
import dev.statefun.console.servlet.internal.ConsoleController;
import dev.statefun.dispatch.FunctionRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the console, which shows in a
 * browser what functions do.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class,
		afterName = "dev.statefun.embedded.EmbeddedEngineAutoConfiguration")
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnClass(Console.class)
@ConditionalOnWebApplication
@Conditional(OnConsoleCondition.class)
@EnableConfigurationProperties(StatefunConsoleProperties.class)
public final class StatefunConsoleAutoConfiguration {

	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 101;

	StatefunConsoleAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ConsoleRecorder statefunConsoleRecorder(StatefunConsoleProperties properties) {
		return new ConsoleRecorder(new Recording(properties.memory().toBytes()), properties.invocationsPerSecond(),
				!properties.showPayloads(), InstantSource.system(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	Console statefunConsole(StatefunConsoleProperties properties, ConsoleRecorder recorder,
			ObjectProvider<FunctionRegistry> functions) {
		ConsoleAccess access = new ConsoleAccess(properties.allowRemote(), properties.allowForwarded(),
				properties.allowedHosts());
		return new Console(properties.path(), access, recorder, SingletonSupplier.of(functions::getObject));
	}

	@Bean
	@ConditionalOnMissingBean
	ConsoleLifecycle statefunConsoleLifecycle(ApplicationContext context, Console console) {
		return new ConsoleLifecycle(context, console);
	}

	private static Map<String, Object> mappedTo(Object handler, Console console) {
		Map<String, Object> mappings = new LinkedHashMap<>();
		mappings.put(console.path(), handler);
		mappings.put(console.path() + "/**", handler);
		return mappings;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConsoleController statefunConsoleController(Console console) {
			return new ConsoleController(console);
		}

		/** Ahead of the application's own mappings, as that of the endpoint. */
		@Bean
		@ConditionalOnMissingBean(name = "statefunConsoleHandlerMapping")
		SimpleUrlHandlerMapping statefunConsoleHandlerMapping(ConsoleController controller, Console console) {
			return new SimpleUrlHandlerMapping(mappedTo(controller, console), ORDER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConsoleWebHandler statefunConsoleWebHandler(Console console) {
			return new ConsoleWebHandler(console);
		}

		/** Ahead of the application's own mappings, as that of the endpoint. */
		@Bean
		@ConditionalOnMissingBean(name = "statefunConsoleHandlerMapping")
		org.springframework.web.reactive.handler.SimpleUrlHandlerMapping statefunConsoleHandlerMapping(
				ConsoleWebHandler handler, Console console) {
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(mappedTo(handler, console),
					ORDER);
		}

	}

}
