package dev.statefun.autoconfigure.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.statefun.Address;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.internal.ClientSettings;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatefunClientAutoConfiguration}.
 */
class StatefunClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunClientAutoConfiguration.class))
		.withBean(Greeter.class);

	@Test
	void whenThereIsNoTransportThenTheApplicationStartsAndEachCallFails() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(FunctionRegistry.class).typeNames()).hasToString("[demo/greeter]");
			CompletableFuture<String> reply = context.getBean(StatefunClient.class)
				.to("demo/greeter", "ada")
				.ask("hi", String.class);
			assertThat(reply).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withMessageContainingAll("There is no way to the engine", "statefun-embedded-engine");
		});
	}

	@Test
	void whenThereIsATransportThenTheGatewayIsNamedAfterTheApplication() {
		this.contextRunner.withBean(ClientTransport.class, Transport::new)
			.withPropertyValues("spring.application.name=My Shop")
			.run((context) -> assertThat(context.getBean(FunctionRegistry.class).typeNames()).map(Object::toString)
				.containsExactlyInAnyOrder("demo/greeter", "dev.statefun.client.ask/My-Shop",
						"dev.statefun.client.send/My-Shop"));
		this.contextRunner.withBean(ClientTransport.class, Transport::new)
			.withPropertyValues("statefun.client.name=orders")
			.run((context) -> assertThat(context.getBean(FunctionRegistry.class).typeNames()).map(Object::toString)
				.contains("dev.statefun.client.ask/orders"));
	}

	@Test
	void whenNothingIsConfiguredThenTheDefaultsAreThoseOfTheDocumentation() {
		this.contextRunner.run((context) -> {
			ClientSettings settings = context.getBean(ClientSettings.class);
			assertThat(settings.names().client()).isEqualTo("application");
			assertThat(settings.timeout()).hasSeconds(30);
			assertThat(settings.retention()).hasHours(1);
			assertThat(settings.maxAsks()).isEqualTo(10_000);
			assertThat(settings.waitForCheckpoint()).isFalse();
		});
	}

	@Test
	void whenTheApplicationHasAClientOfItsOwnThenItIsTheOnlyOne() {
		StatefunClient own = (target) -> {
			throw new UnsupportedOperationException();
		};
		this.contextRunner.withBean(StatefunClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(StatefunClient.class)).isSameAs(own));
		this.contextRunner.withPropertyValues("statefun.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StatefunClient.class));
	}

	@ParameterizedTest
	@CsvSource({ "name, a b", "targets, greeter", "targets, demo/gr*", "timeout, 0s", "retention, -1s",
			"max-asks-in-flight, 0" })
	void whenAPropertyIsInvalidThenStartupFailsAndNamesIt(String name, String value) {
		this.contextRunner.withPropertyValues("statefun.client." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("statefun.client." + name));
	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		String greet(String text) {
			return text;
		}

	}

	static class Transport implements ClientTransport {

		@Override
		public CompletionStage<?> send(Address target, TypedValue message) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void receive(String egress, Consumer<TypedValue> receiver) {
		}

	}

}
