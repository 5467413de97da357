package dev.statefun.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.Address;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.autoconfigure.module.internal.Transport;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.autoconfigure.web.reactive.StatefunWebFluxAutoConfiguration;
import dev.statefun.autoconfigure.web.servlet.StatefunWebMvcAutoConfiguration;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.VersionEvidence;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EmbeddedEngineAutoConfiguration}.
 */
class EmbeddedEngineAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(StatefunAutoConfiguration.class,
			StatefunModuleAutoConfiguration.class, EmbeddedEngineProtocolAutoConfiguration.class,
			StatefunWebMvcAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			StatefunServerAutoConfiguration.class, EmbeddedEngineAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void whenThereIsNoWebServerThenEngineDoesNotStart() {
		this.runner.run((context) -> assertThat(context.getBean(EmbeddedEngine.class).isRunning()).isFalse());
	}

	/** The embedded engine is of 3.x, whatever a request without values may say. */
	@ParameterizedTest
	@CsvSource({ "auto, 3.x", "v3, 3.x", "v2, 2.x" })
	void whenTheEngineIsEmbeddedThenNoVersionIsDetected(String protocol, String version) {
		this.runner.withPropertyValues("statefun.protocol=" + protocol).run((context) -> {
			InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("demo/function", "ada"),
					List.of(), List.of(new Invocation(null, TypedValue.withoutValue("demo/Nothing"))));
			InvocationBatch read = context.getBean(RequestReplyProtocol.class).decode(EngineProtocol.encode(batch));
			assertThat(read.version()).hasToString(version);
			assertThat(read.evidence()).isEqualTo(VersionEvidence.CERTAIN);
			assertThat(context.getBean(RequestReplyProtocol.class).pinned()).hasToString(version);
		});
	}

	@Test
	void whenTheEngineIsDisabledThenTheVersionIsDetected() {
		this.runner.withPropertyValues("statefun.embedded-engine.enabled=false")
			.run((context) -> assertThat(context.getBean(RequestReplyProtocol.class)
				.decode(EngineProtocol.encode(new InvocationBatch(ProtocolVersion.V3,
						Address.of("demo/function", "ada"), List.of(), List.of())))
				.evidence()).isEqualTo(VersionEvidence.NONE));
	}

	@Test
	void whenNothingIsConfiguredThenPropertiesHaveTheirDefaults() {
		this.runner.run((context) -> {
			EmbeddedEngineProperties properties = context.getBean(EmbeddedEngineProperties.class);
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.ingressPort()).isEqualTo(8090);
			assertThat(properties.egressPort()).isEqualTo(8091);
			assertThat(properties.transport()).isEqualTo(Transport.ASYNC);
			assertThat(properties.stateDirectory()).isNull();
			assertThat(properties.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
			assertThat(properties.startupTimeout()).isEqualTo(Duration.ofMinutes(1));
			assertThat(properties.module()).isNull();
			assertThat(properties.jvmOptions()).isEmpty();
			assertThat(properties.flink()).isEmpty();
		});
	}

	@Test
	void whenConfiguredThenPropertiesAreBound() {
		this.runner
			.withPropertyValues("statefun.embedded-engine.transport=okhttp",
					"statefun.embedded-engine.state-directory=target/state",
					"statefun.embedded-engine.jvm-options=-Xmx1g,-ea",
					"statefun.embedded-engine.flink.taskmanager.memory.managed.size=16mb",
					"statefun.embedded-engine.startup-timeout=90s")
			.run((context) -> {
				EmbeddedEngineProperties properties = context.getBean(EmbeddedEngineProperties.class);
				assertThat(properties.transport()).isEqualTo(Transport.OKHTTP);
				assertThat(properties.stateDirectory()).isEqualTo(Path.of("target", "state"));
				assertThat(properties.jvmOptions()).containsExactly("-Xmx1g", "-ea");
				assertThat(properties.flink()).isEqualTo(Map.of("taskmanager.memory.managed.size", "16mb"));
				assertThat(properties.startupTimeout()).isEqualTo(Duration.ofSeconds(90));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ingress-port=65536", "egress-port=-1", "checkpoint-interval=9ms",
			"checkpoint-interval=9223372036854775807s", "startup-timeout=0s" })
	void whenAPropertyCannotBeUsedThenItIsNamed(String property) {
		this.runner.withPropertyValues("statefun.embedded-engine." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("statefun.embedded-engine." + property.substring(0, property.indexOf('='))));
	}

	@Test
	void whenDisabledThenThereIsNoEngine() {
		this.runner.withPropertyValues("statefun.embedded-engine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedEngine.class));
	}

	@Test
	void whenThereIsAnEngineThenTheEndpointKnowsItsLifecycle() {
		this.runner.run((context) -> assertThat(context.getBean(EngineLifecycle.class))
			.isInstanceOf(EmbeddedEngineLifecycle.class));
	}

	@Test
	void whenTheApplicationHasALifecycleOfTheNameThenItReplacesOurs() {
		this.runner.withBean("statefunEmbeddedEngineLifecycle", Object.class, Object::new)
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedEngine.class)
				.doesNotHaveBean(EmbeddedEngineLifecycle.class));
	}

	@Test
	void whenFunctionsAreDisabledThenThereIsNoEngine() {
		this.runner.withPropertyValues("statefun.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedEngine.class));
	}

	@Test
	void whenThereIsNoWebApplicationThenThereIsNoEngine() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedEngine.class));
	}

	@Test
	void whenTheApplicationIsReactiveAndHasNoServletsThenThereIsAnEngine() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class,
							StatefunWebFluxAutoConfiguration.class, EmbeddedEngineAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.boot.webmvc"))
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedEngine.class)
				.hasSingleBean(WebServerEndpoint.class));
	}

	@Test
	void whenTheApplicationIsReactiveAndHasNoBasePathThenThereIsAnEngine() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class, StatefunAutoConfiguration.class,
					StatefunModuleAutoConfiguration.class, StatefunWebFluxAutoConfiguration.class,
					EmbeddedEngineAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WebFluxProperties.class)
				.hasSingleBean(EmbeddedEngine.class));
	}

	@Test
	void whenTheEndpointHasAPortOfItsOwnThenTheEngineCallsItThere() {
		this.runner.withPropertyValues("statefun.server.port=0", "statefun.path=/fn")
			.run((context) -> assertThat(context.getBean(ApplicationEndpoint.class).get().url())
				.isEqualTo(URI.create("http://localhost:" + context.getBean(StatefunServer.class).port() + "/fn")));
	}

	@Test
	void whenThereIsNoWebApplicationButAPortOfItsOwnThenThereIsAnEngine() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("statefun.server.port=0")
			.run((context) -> {
				assertThat(context).hasSingleBean(EmbeddedEngine.class);
				assertThat(context.getBean(ApplicationEndpoint.class).isAvailable()).isTrue();
			});
	}

	@Test
	void whenTheEndpointIsOnAUnixDomainSocketOnlyThenItSaysWhatToDo(@TempDir Path directory) {
		this.runner.withPropertyValues("statefun.server.unix-domain-socket=" + directory.resolve("statefun.sock"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EmbeddedEngineException.class)
				.hasMessageContaining("statefun.server.port=0"));
	}

	@Test
	void whenThePortOfItsOwnSpeaksTlsThenItSaysWhatToDo() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("server", SslBundle.systemDefault()))
			.withPropertyValues("statefun.server.port=0", "statefun.server.ssl.bundle=server")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EmbeddedEngineException.class)
				.hasMessageContaining("statefun.server.ssl.bundle"));
	}

}
