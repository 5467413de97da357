package dev.statefun.autoconfigure.web.netty;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.internal.ConditionalOnWebEndpoint;
import dev.statefun.http.reactive.internal.BodyWatch;
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
 * {@link EnableAutoConfiguration Auto-configuration} of Reactor Netty, where that is the
 * web server and serves functions: its memory allocator, and what it tells the endpoint.
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

	/** Lets the endpoint refuse a malformed body. */
	@Bean
	@ConditionalOnMissingBean(name = "statefunBodyWatchCustomizer")
	NettyServerCustomizer statefunBodyWatchCustomizer() {
		return (server) -> server.doOnChannelInit((observer, channel, address) -> BodyWatch.addTo(channel));
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
