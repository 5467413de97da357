package dev.statefun.autoconfigure.web.netty;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.internal.ConditionalOnWebEndpoint;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the memory allocator of Reactor
 * Netty, where that is the web server and serves functions.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnWebEndpoint
@ConditionalOnClass({ NettyServerCustomizer.class, HttpServer.class })
@EnableConfigurationProperties(StatefunReactorNettyProperties.class)
public final class StatefunReactorNettyAutoConfiguration {

	StatefunReactorNettyAutoConfiguration() {
	}

	/** The application's own customizers run later, so that their choices win. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "statefunNettyServerCustomizer")
	NettyServerCustomizer statefunNettyServerCustomizer(StatefunReactorNettyProperties properties) {
		return (server) -> (properties.pooledAllocator() && System.getProperty("io.netty.allocator.type") == null)
				? server.childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT) : server;
	}

}
