package dev.statefun.autoconfigure.server;

import java.util.concurrent.Executor;

import dev.statefun.autoconfigure.ConditionalOnStatefunServer;
import dev.statefun.autoconfigure.RequestReplyEndpoint;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.StatefunServerProperties.Execution;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
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
@ConditionalOnBooleanProperty(name = "statefun.enabled", matchIfMissing = true)
@ConditionalOnStatefunServer
@EnableConfigurationProperties(StatefunServerProperties.class)
public final class StatefunServerAutoConfiguration {

	StatefunServerAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.netty.handler.codec.http.HttpRequestDecoder")
	static class NettyMissingConfiguration {

		NettyMissingConfiguration() {
			throw StatefunServerException.nettyMissing();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpRequestDecoder.class)
	static class NettyConfiguration {

		@Bean
		StatefunServer statefunServer(RequestReplyEndpoint endpoint, StatefunProperties statefun,
				StatefunServerProperties properties, ObjectProvider<SslBundles> bundles,
				ObjectProvider<RequestMetrics> metrics, Environment environment) {
			RequestMetrics requests = metrics.getIfAvailable(() -> RequestMetrics.NONE);
			HttpSettings settings = HttpSettings.of(HttpEndpoint.of(endpoint), statefun.endpointPath(), properties,
					requests);
			return new StatefunServer(properties, statefun.endpointPath(), tls(properties.ssl(), bundles),
					() -> new NettyServer(settings, properties.maxConnections(),
							requests.watch(workers(properties, environment)),
							properties.execution() == Execution.ADAPTIVE));
		}

		private static @Nullable ServerTls tls(StatefunServerProperties.Ssl ssl, ObjectProvider<SslBundles> bundles) {
			return StringUtils.hasText(ssl.bundle()) ? ServerTls.of(bundles.getObject(), ssl.bundle(), ssl.clientAuth())
					: null;
		}

		private static Executor workers(StatefunServerProperties properties, Environment environment) {
			return Threading.VIRTUAL.isActive(environment) ? new VirtualThreadTaskExecutor("statefun-worker-")
					: ServerThreads.workers(properties.threads().max());
		}

		@Bean
		StatefunServerLifecycle statefunServerLifecycle(StatefunServer server, ConfigurableEnvironment environment) {
			return new StatefunServerLifecycle(server, environment,
					!"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, HttpRequestDecoder.class })
	@ConditionalOnBean(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		TimedRequests statefunRequestMetrics(MeterRegistry registry, StatefunProperties statefun,
				Environment environment) {
			return new TimedRequests(registry, environment
				.getProperty("management.observations.http.server.requests.name", "http.server.requests"),
					statefun.endpointPath().toString());
		}

	}

}
