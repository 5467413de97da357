package dev.statefun.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.protocol.RequestReplyProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.DiscoveredEndpoint;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatefunActuatorEndpointAutoConfiguration} and
 * {@link StatefunHealthAutoConfiguration}.
 */
class StatefunActuatorAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class,
				StatefunActuatorEndpointAutoConfiguration.class, StatefunHealthAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=statefun");

	@ParameterizedTest
	@ValueSource(strings = { "none", "dev.statefun.http.netty" })
	void whenTheApplicationHasAHealthIndicatorOfTheNameThenItReplacesOurs(String missing) {
		HealthIndicator own = () -> Health.up().build();
		WebApplicationContextRunner runner = this.contextRunner.withClassLoader(new FilteredClassLoader(missing));
		runner.run((context) -> assertThat(context).hasSingleBean(StatefunHealthIndicator.class));
		runner.withBean("statefunHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean("statefunHealthIndicator").isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "io.micrometer" })
	void whenTheApplicationExtendsTheEndpointThenTheActuatorHasThat(String missing) {
		WebApplicationContextRunner runner = this.contextRunner.withClassLoader(new FilteredClassLoader(missing));
		runner.run((context) -> assertThat(context).hasSingleBean(StatefunActuatorEndpoint.class)
			.doesNotHaveBean(OwnEndpoint.class));
		runner.withBean(OwnEndpoint.class).run((context) -> {
			assertThat(context).hasSingleBean(StatefunActuatorEndpoint.class);
			assertThat(context.getBean(WebEndpointsSupplier.class).getEndpoints()).singleElement()
				.satisfies((endpoint) -> {
					assertThat(endpoint.getEndpointId()).hasToString("statefun");
					assertThat(endpoint.getOperations()).hasSize(2);
					assertThat(((DiscoveredEndpoint<?>) endpoint).getEndpointBean())
						.isSameAs(context.getBean(OwnEndpoint.class));
				});
		});
	}

	@Test
	void whenTheApplicationExtendsTheWebExtensionThenTheActuatorHasThat() {
		this.contextRunner.withBean(OwnExtension.class).run((context) -> {
			assertThat(context).hasSingleBean(StatefunActuatorEndpointWebExtension.class);
			assertThat(context.getBean(WebEndpointsSupplier.class).getEndpoints()).singleElement()
				.satisfies((endpoint) -> assertThat(endpoint.getOperations()).hasSize(2));
		});
	}

	static class OwnEndpoint extends StatefunActuatorEndpoint {

		OwnEndpoint(ObjectProvider<FunctionRegistry> functions, StatefunProperties properties,
				RequestReplyProtocol protocol, ModuleFile file) {
			super(functions::getObject, properties, protocol, null, null, file, List.of());
		}

		@Override
		@ReadOperation
		public StatefunDescriptor statefun() {
			return new StatefunDescriptor("/own", "v3", null, Map.of(), Map.of(), Map.of());
		}

	}

	static class OwnExtension extends StatefunActuatorEndpointWebExtension {

		OwnExtension(ModuleFile file) {
			super(file, List.of(), Show.NEVER, Set.of());
		}

		@Override
		@ReadOperation
		public WebEndpointResponse<String> file(SecurityContext securityContext, @Selector String name) {
			return new WebEndpointResponse<>("own");
		}

	}

}
