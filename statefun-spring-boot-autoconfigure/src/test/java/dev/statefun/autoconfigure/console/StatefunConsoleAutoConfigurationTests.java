package dev.statefun.autoconfigure.console;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.console.internal.Console;
import dev.statefun.console.internal.ConsoleRecorder;
import dev.statefun.console.reactive.internal.ConsoleWebHandler;
import dev.statefun.console.servlet.internal.ConsoleController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class StatefunConsoleAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(StatefunAutoConfiguration.class,
			StatefunConsoleAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void whenNobodyAsksForItThenThereIsNoConsoleAndNothingIsRecorded() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Console.class)
			.doesNotHaveBean(ConsoleRecorder.class)
			.doesNotHaveBean("statefunConsoleHandlerMapping"));
	}

	@Test
	void whenItIsEnabledThenThereIsAConsole() {
		this.runner.withPropertyValues("statefun.console.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(Console.class)
				.hasSingleBean(ConsoleController.class)
				.hasBean("statefunConsoleHandlerMapping"));
	}

	@Test
	void whenAnEngineIsBesideTheApplicationThenThereIsAConsoleUnlessDisabled() {
		WebApplicationContextRunner beside = this.runner.withUserConfiguration(EngineConfiguration.class);
		beside.run((context) -> assertThat(context).hasSingleBean(Console.class));
		beside.withPropertyValues("statefun.console.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Console.class));
	}

	@Test
	void whenTheApplicationIsReactiveThenItHasTheWebHandler() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("statefun.console.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ConsoleWebHandler.class));
	}

	@Test
	void whenThereIsNoWebServerOrNoModuleThenThereIsNoConsole() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("statefun.console.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(Console.class));
		this.runner.withPropertyValues("statefun.console.enabled=true")
			.withClassLoader(new FilteredClassLoader(Console.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("statefunConsole"));
	}

	@Test
	void whenStatefunIsDisabledThenThereIsNoConsole() {
		this.runner.withPropertyValues("statefun.console.enabled=true", "statefun.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Console.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "path=console", "path=/console/", "path=/", "path=/a/../b", "memory=1KB",
			"invocations-per-second=0" })
	void whenAPropertyIsInvalidThenStartupFails(String property) {
		this.runner.withPropertyValues("statefun.console.enabled=true", "statefun.console." + property)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whenNothingIsConfiguredThenTheDefaultsAreCautious() {
		this.runner.withPropertyValues("statefun.console.enabled=true").run((context) -> {
			StatefunConsoleProperties properties = context.getBean(StatefunConsoleProperties.class);
			assertThat(properties.path()).isEqualTo("/statefun-console");
			assertThat(properties.memory().toMegabytes()).isEqualTo(16);
			assertThat(properties.invocationsPerSecond()).isEqualTo(1000);
			assertThat(properties.showPayloads()).isTrue();
			assertThat(properties.allowRemote()).isFalse();
			assertThat(properties.allowForwarded()).isFalse();
			assertThat(properties.allowedHosts()).containsExactly("localhost", "127.0.0.1", "[::1]");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class EngineConfiguration {

		@Bean
		EngineLifecycle engine() {
			return new EngineLifecycle() {

				@Override
				public void start() {
				}

				@Override
				public void stop() {
				}

				@Override
				public boolean isRunning() {
					return false;
				}

			};
		}

	}

}
