package dev.statefun.autoconfigure.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.server.StatefunServerProperties.ClientAuth;
import dev.statefun.autoconfigure.server.StatefunServerProperties.Execution;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.docs.Tuning;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.netty.HttpRecorder;
import dev.statefun.http.netty.ServerBootstrapCustomizer;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.netty.WorkerMeters;
import dev.statefun.protocol.RequestReplyProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of {@link StatefunServerAutoConfiguration} and {@link StatefunServerProperties}.
 */
class StatefunServerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(StatefunServerAutoConfiguration.class, SslAutoConfiguration.class, StatefunAutoConfiguration.class));

	@Test
	void whenNeitherPortNorSocketIsSetThenThereIsNoServer() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(StatefunServer.class));
		this.runner
			.withPropertyValues("statefun.server.port=", "statefun.server.unix-domain-socket=",
					"statefun.server.address=127.0.0.1")
			.run((context) -> assertThat(context).doesNotHaveBean(StatefunServer.class));
	}

	@Test
	void whenFunctionsAreDisabledThenThereIsNoServer() {
		this.runner.withPropertyValues("statefun.server.port=0", "statefun.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StatefunServer.class));
	}

	@Test
	void whenThePortIsSetThenThereIsAServer() {
		this.runner.withPropertyValues("statefun.server.port=0")
			.run((context) -> assertThat(context.getBean(StatefunServer.class).port()).isPositive());
	}

	@Test
	void whenTheApplicationHasAServerThenItIsTheOnlyOne() {
		this.runner.withPropertyValues("statefun.server.port=0")
			.withBean(StatefunServer.class, StatefunServerAutoConfigurationTests::ownServer)
			.run((context) -> assertThat(context).hasSingleBean(StatefunServer.class)
				.getBean(StatefunServer.class)
				.satisfies((server) -> assertThat(server.url()).hasPath("/own")));
	}

	static StatefunServer ownServer() {
		RequestReplyHandler handler = RequestReplyHandler.builder(new FunctionRegistry(List.of())).build();
		RequestReplyEndpoint endpoint = RequestReplyEndpoint
			.builder(() -> handler, RequestReplyProtocol.detecting(), new AdmissionControl(1, 1000))
			.build();
		return StatefunServer.builder(endpoint, new EndpointPath("/own", null)).port(0).build();
	}

	@Test
	void whenTheApplicationHasALifecycleOfTheNameThenItStartsTheServer() {
		this.runner.withPropertyValues("statefun.server.port=0")
			.withBean("statefunServerLifecycle", Object.class, Object::new)
			.run((context) -> assertThat(context).doesNotHaveBean(StatefunServerLifecycle.class)
				.getBean(StatefunServer.class)
				.matches((server) -> !server.isRunning()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "io.micrometer" })
	void whenTheApplicationHasARecorderThenOursBacksOff(String missing) {
		ApplicationContextRunner server = this.runner.withPropertyValues("statefun.server.port=0")
			.withClassLoader(new FilteredClassLoader(missing));
		server.run((context) -> assertThat(context).getBeanNames(HttpRecorder.class)
			.containsExactly("statefunHttpRecorder"));
		server.withBean("own", HttpRecorder.class, () -> HttpRecorder.NONE)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBeanNames(HttpRecorder.class)
				.containsExactly("own"));
	}

	@Test
	void whenTheApplicationHasMetersOfTheWorkersThenOursBackOff() {
		ApplicationContextRunner metered = this.runner.withPropertyValues("statefun.server.port=0")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
		metered.run((context) -> assertThat(context).hasSingleBean(WorkerMeters.class));
		metered.withBean("own", WorkerMeters.class, () -> new WorkerMeters(new SimpleMeterRegistry(), ownServer()))
			.run((context) -> assertThat(context).hasNotFailed()
				.getBeanNames(WorkerMeters.class)
				.containsExactly("own"));
	}

	@Test
	void whenThereAreCustomizersThenTheyAreCalledInOrder() {
		List<String> calls = new ArrayList<>();
		this.runner.withPropertyValues("statefun.server.port=0")
			.withBean("second", ServerBootstrapCustomizer.class, () -> new OrderedCustomizer(2,
					(bootstrap) -> calls
						.add("second sees " + bootstrap.config().childOptions().get(ChannelOption.SO_KEEPALIVE))))
			.withBean("first", ServerBootstrapCustomizer.class, () -> new OrderedCustomizer(1, (bootstrap) -> {
				calls.add("first sees " + bootstrap.config().childOptions().get(ChannelOption.TCP_NODELAY));
				bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
			}))
			.run((context) -> assertThat(calls).containsExactly("first sees true", "second sees true"));
	}

	@Test
	void whenACustomizerIsWrittenAsDocumentedThenItSetsTheOption() {
		this.runner.withPropertyValues("statefun.server.port=0").withUserConfiguration(Tuning.class).run((context) -> {
			ServerBootstrap bootstrap = new ServerBootstrap();
			context.getBean(ServerBootstrapCustomizer.class).customize(bootstrap);
			assertThat(bootstrap.config().childOptions()).containsEntry(ChannelOption.SO_KEEPALIVE, true);
		});
	}

	@Test
	void whenTheBundleIsUnknownThenTheStartupFails() {
		this.runner.withPropertyValues("statefun.server.port=0", "statefun.server.ssl.bundle=unknown")
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchSslBundleException.class));
	}

	@Test
	void whenPropertiesAreNotSetThenTheyHaveDefaults() {
		StatefunServerProperties properties = bind(Map.of());
		assertThat(properties.port()).isNull();
		assertThat(properties.address()).isNull();
		assertThat(properties.unixDomainSocket()).isNull();
		assertThat(properties.exclusive()).isTrue();
		assertThat(properties.maxHttpRequestHeaderSize()).isEqualTo(DataSize.ofKilobytes(8));
		assertThat(properties.maxConnections()).isEqualTo(8192);
		assertThat(properties.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
		assertThat(properties.ioTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.execution()).isEqualTo(Execution.ADAPTIVE);
		assertThat(properties.threads().max()).isEqualTo(200);
		assertThat(properties.ssl().bundle()).isNull();
		assertThat(properties.ssl().clientAuth()).isEqualTo(ClientAuth.NONE);
	}

	@Test
	void whenPropertiesAreSetThenTheyAreBound() throws Exception {
		StatefunServerProperties properties = bind(Map.of("port", "4711", "address", "127.0.0.1", "unix-domain-socket",
				"/run/statefun.sock", "exclusive", "false", "max-http-request-header-size", "16384", "max-connections",
				"10", "idle-timeout", "500", "io-timeout", "5s", "execution", "worker", "threads.max", "7"));
		assertThat(properties.port()).isEqualTo(4711);
		assertThat(properties.address()).isEqualTo(InetAddress.getByName("127.0.0.1"));
		assertThat(properties.unixDomainSocket()).isEqualTo(Path.of("/run/statefun.sock"));
		assertThat(properties.exclusive()).isFalse();
		assertThat(properties.maxHttpRequestHeaderSize()).isEqualTo(DataSize.ofKilobytes(16));
		assertThat(properties.maxConnections()).isEqualTo(10);
		assertThat(properties.idleTimeout()).isEqualTo(Duration.ofMillis(500));
		assertThat(properties.ioTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.execution()).isEqualTo(Execution.WORKER);
		assertThat(properties.threads().max()).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource({ "port,-1", "port,65536", "max-http-request-header-size,0", "max-http-request-header-size,2GB",
			"max-connections,0", "idle-timeout,0", "io-timeout,-1s", "threads.max,0" })
	void whenAPropertyCannotBeUsedThenTheErrorNamesIt(String name, String value) {
		assertThatException().isThrownBy(() -> bind(Map.of(name, value)))
			.havingRootCause()
			.withMessageContaining("statefun.server." + name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "110000d", "9223372036854775807ms", "9223372036854775807s" })
	void whenATimeoutIsLongerThanALongThenItIsForEver(String value) {
		StatefunServerProperties properties = bind(Map.of("idle-timeout", value, "io-timeout", value));
		assertThat(properties.idleTimeout()).isEqualTo(properties.ioTimeout()).isGreaterThan(Duration.ofDays(100_000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "want", "need" })
	void whenClientsAreToShowCertificatesThenItIsWrittenAsForTheWebServer(String clientAuth) {
		assertThat(bind(Map.of("ssl.client-auth", clientAuth)).ssl().clientAuth())
			.isEqualTo(ClientAuth.valueOf(clientAuth.toUpperCase(Locale.ROOT)));
	}

	private record OrderedCustomizer(int order,
			ServerBootstrapCustomizer delegate) implements ServerBootstrapCustomizer, Ordered {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public void customize(ServerBootstrap bootstrap) {
			this.delegate.customize(bootstrap);
		}

	}

	private static StatefunServerProperties bind(Map<String, String> properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		properties.forEach((name, value) -> source.put("statefun.server." + name, value));
		return new Binder(source).bindOrCreate("statefun.server", StatefunServerProperties.class);
	}

}
