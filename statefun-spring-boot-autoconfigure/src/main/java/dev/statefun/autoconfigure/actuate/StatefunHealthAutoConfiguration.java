package dev.statefun.autoconfigure.actuate;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.StatefunServerAutoConfiguration;
import dev.statefun.client.ClientTransport;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.netty.StatefunServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the health of the endpoint of the
 * engine, and of the way to it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { StatefunAutoConfiguration.class, StatefunServerAutoConfiguration.class })
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("statefun")
public final class StatefunHealthAutoConfiguration {

	StatefunHealthAutoConfiguration() {
	}

	/** Nobody can ask while answers cannot arrive. */
	private static void describeAnswers(@Nullable ClientTransport client, Health.Builder builder) {
		String problem = (client != null) ? client.problem() : null;
		if (problem != null) {
			builder.down().withDetail("answers", problem);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(StatefunServer.class)
	static class ServerConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "statefunHealthIndicator")
		StatefunHealthIndicator statefunHealthIndicator(ObjectProvider<FunctionRegistry> functions,
				ObjectProvider<RequestReplyHandler> handler, StatefunProperties properties,
				ObjectProvider<ClientTransport> client, ObjectProvider<StatefunServer> server) {
			return new StatefunHealthIndicator(functions::getObject, handler::getObject, properties, (builder) -> {
				describeAnswers(client.getIfUnique(), builder);
				server.ifAvailable((present) -> describe(present, builder));
			});
		}

		private static void describe(StatefunServer server, Health.Builder builder) {
			if (!server.isRunning()) {
				builder.down();
			}
			else if (server.port() >= 0) {
				builder.withDetail("port", server.port());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("dev.statefun.http.netty.StatefunServer")
	static class WebConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "statefunHealthIndicator")
		StatefunHealthIndicator statefunHealthIndicator(ObjectProvider<FunctionRegistry> functions,
				ObjectProvider<RequestReplyHandler> handler, StatefunProperties properties,
				ObjectProvider<ClientTransport> client) {
			return new StatefunHealthIndicator(functions::getObject, handler::getObject, properties,
					(builder) -> describeAnswers(client.getIfUnique(), builder));
		}

	}

}
