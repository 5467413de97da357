package dev.statefun.autoconfigure.server;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.StatefunServerProperties.Execution;
import dev.statefun.autoconfigure.server.internal.ConditionalOnStatefunServer;
import dev.statefun.autoconfigure.task.internal.WorkerExecutors;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.netty.DefaultHttpObservationConvention;
import dev.statefun.http.netty.HttpRecorder;
import dev.statefun.http.netty.ServerBootstrapCustomizer;
import dev.statefun.http.netty.ServerTls;
import dev.statefun.http.netty.StatefunServer;
import dev.statefun.http.netty.WorkerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
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
		@ConditionalOnMissingBean
		StatefunServer statefunServer(RequestReplyEndpoint endpoint, StatefunProperties statefun,
				StatefunServerProperties properties, ObjectProvider<SslBundles> bundles,
				ObjectProvider<ThreadPoolTaskExecutorBuilder> platform,
				ObjectProvider<SimpleAsyncTaskExecutorBuilder> virtual, Environment environment, HttpRecorder recorder,
				ObjectProvider<ServerBootstrapCustomizer> customizers) {
			return StatefunServer.builder(endpoint, statefun.endpointPath())
				.port(properties.port())
				.address(properties.address())
				.unixDomainSocket(properties.unixDomainSocket())
				.unixDomainSocketPermissions(properties.socketPermissions())
				.tls(tls(properties.ssl(), bundles))
				.maxHeaderSize(Math.toIntExact(properties.maxHttpRequestHeaderSize().toBytes()))
				.maxConnections(properties.maxConnections())
				.idleTimeout(properties.idleTimeout())
				.ioTimeout(properties.ioTimeout())
				.adaptive(properties.execution() == Execution.ADAPTIVE)
				.workers(Threading.VIRTUAL.isActive(environment)
						? () -> WorkerExecutors.virtual(virtual, StatefunServer.WORKER_THREADS)
						: () -> WorkerExecutors.platform(platform, properties.threads().max(),
								StatefunServer.newWorkerThreads()))
				.recorder(recorder)
				.customizers(customizers.orderedStream().toList())
				.build();
		}

		private static @Nullable ServerTls tls(StatefunServerProperties.Ssl ssl, ObjectProvider<SslBundles> bundles) {
			return StringUtils.hasText(ssl.bundle())
					? ServerTlsFactory.create(bundles.getObject(), ssl.bundle(), ssl.clientAuth()) : null;
		}

		/** By its name, since an application cannot name the type. */
		@Bean
		@ConditionalOnMissingBean(name = "statefunServerLifecycle")
		StatefunServerLifecycle statefunServerLifecycle(StatefunServer server, ConfigurableEnvironment environment) {
			return new StatefunServerLifecycle(server, environment,
					!"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown")));
		}

	}

	private static HttpRecorders recorders(ListableBeanFactory beans, StatefunProperties statefun,
			Environment environment) {
		return new HttpRecorders(beans, environment.getProperty("management.observations.http.server.requests.name",
				DefaultHttpObservationConvention.DEFAULT_NAME), statefun.endpointPath().toString());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, StatefunServer.class })
	static class MeteredConfiguration {

		@Bean
		@ConditionalOnMissingBean
		HttpRecorder statefunHttpRecorder(ListableBeanFactory beans, StatefunProperties statefun,
				Environment environment, ObjectProvider<MeterRegistry> meters) {
			return recorders(beans, statefun, environment).choose(meters.getIfUnique());
		}

		/** Not lazy, since no other bean needs it. */
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		@ConditionalOnSingleCandidate(MeterRegistry.class)
		@ConditionalOnThreading(Threading.PLATFORM)
		WorkerMeters statefunWorkerMeters(MeterRegistry registry, StatefunServer server) {
			return new WorkerMeters(registry, server);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.micrometer.core.instrument.MeterRegistry")
	@ConditionalOnClass(StatefunServer.class)
	static class UnmeteredConfiguration {

		@Bean
		@ConditionalOnMissingBean
		HttpRecorder statefunHttpRecorder(ListableBeanFactory beans, StatefunProperties statefun,
				Environment environment) {
			return recorders(beans, statefun, environment).choose();
		}

	}

}
