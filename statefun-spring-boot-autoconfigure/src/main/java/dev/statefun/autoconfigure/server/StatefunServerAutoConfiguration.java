package dev.statefun.autoconfigure.server;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.StatefunServerProperties.Execution;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.netty.HttpMeters;
import dev.statefun.http.netty.HttpRecorder;
import dev.statefun.http.netty.ServerTls;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.netty.StatefunServerException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the server that has the endpoint
 * of the engine on a port of its own, if there is to be one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { StatefunAutoConfiguration.class, SslAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnStatefunServer
@EnableConfigurationProperties(StatefunServerProperties.class)
public final class StatefunServerAutoConfiguration {

	StatefunServerAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("dev.statefun.http.netty.StatefunServer")
	static class ServerMissingConfiguration {

		ServerMissingConfiguration() {
			throw new StatefunServerMissingException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(StatefunServer.class)
	static class NettyConfiguration {

		@Bean
		StatefunServer statefunServer(RequestReplyEndpoint endpoint, StatefunProperties statefun,
				StatefunServerProperties properties, ObjectProvider<SslBundles> bundles,
				ObjectProvider<HttpRecorder> recorder, Environment environment) {
			return StatefunServer.builder(endpoint, statefun.endpointPath())
				.port(properties.port())
				.address(properties.address())
				.unixDomainSocket(properties.unixDomainSocket())
				.tls(tls(properties.ssl(), bundles))
				.maxHeaderSize(Math.toIntExact(properties.maxHttpRequestHeaderSize().toBytes()))
				.maxConnections(properties.maxConnections())
				.idleTimeout(properties.idleTimeout())
				.ioTimeout(properties.ioTimeout())
				.adaptive(properties.execution() == Execution.ADAPTIVE)
				.workers(workers(properties, environment))
				.recorder(recorder.getIfAvailable(() -> HttpRecorder.NONE))
				.build();
		}

		private static @Nullable ServerTls tls(StatefunServerProperties.Ssl ssl, ObjectProvider<SslBundles> bundles) {
			return StringUtils.hasText(ssl.bundle())
					? ServerTlsFactory.create(bundles.getObject(), ssl.bundle(), ssl.clientAuth()) : null;
		}

		private static Supplier<Executor> workers(StatefunServerProperties properties, Environment environment) {
			return Threading.VIRTUAL.isActive(environment) ? () -> new VirtualThreadTaskExecutor("statefun-worker-")
					: () -> StatefunServer.newWorkers(properties.threads().max());
		}

		@Bean
		StatefunServerLifecycle statefunServerLifecycle(StatefunServer server, ConfigurableEnvironment environment) {
			return new StatefunServerLifecycle(server, environment,
					!"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, StatefunServer.class })
	@ConditionalOnBean(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		HttpMeters statefunRequestMetrics(MeterRegistry registry, StatefunProperties statefun,
				Environment environment) {
			return new HttpMeters(registry, environment.getProperty("management.observations.http.server.requests.name",
					"http.server.requests"), statefun.endpointPath().toString());
		}

	}

}
