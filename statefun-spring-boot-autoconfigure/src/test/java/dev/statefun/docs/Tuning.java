package dev.statefun.docs;

import dev.statefun.http.netty.ServerBootstrapCustomizer;
import io.netty.channel.ChannelOption;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Examples of docs/production.md.
 */
@Configuration(proxyBeanMethods = false)
public class Tuning {

	@Bean
	ServerBootstrapCustomizer keepAlive() {
		return (bootstrap) -> bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
	}

}
