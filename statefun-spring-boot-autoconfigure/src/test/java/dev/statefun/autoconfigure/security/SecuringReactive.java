package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.security.reactive.StatefunRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;

/**
 * Examples of the documentation.
 */
final class SecuringReactive {

	private SecuringReactive() {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByNetwork {

		@Bean
		@Order(0)
		SecurityWebFilterChain engineOnly(ServerHttpSecurity http, @Value("${engine.network}") String network) {
			return http.securityMatcher(StatefunRequest.toEndpoint())
				.csrf((csrf) -> csrf.disable())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().hasIpAddress(network))
				.exceptionHandling((refusal) -> refusal
					.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.FORBIDDEN)))
				.build();
		}

	}

}
