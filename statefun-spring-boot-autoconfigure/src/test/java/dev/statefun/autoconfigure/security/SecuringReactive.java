package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.security.reactive.StatefunRequest;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ReactivePreAuthenticatedAuthenticationManager;

/**
 * Examples of the documentation.
 */
final class SecuringReactive {

	private SecuringReactive() {
	}

	@Configuration(proxyBeanMethods = false)
	static class TheRest {

		@Bean
		SecurityWebFilterChain application(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByCertificate {

		@Bean
		@Order(0)
		SecurityWebFilterChain engineOnly(ServerHttpSecurity http) {
			return http.securityMatcher(StatefunRequest.toEndpoint())
				.csrf((csrf) -> csrf.disable())
				.x509((x509) -> x509
					.authenticationManager(new ReactivePreAuthenticatedAuthenticationManager(this::engine)))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().hasRole("ENGINE"))
				.exceptionHandling((refusal) -> refusal
					.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.FORBIDDEN)))
				.build();
		}

		private Mono<UserDetails> engine(String commonName) {
			return commonName.equals("statefun-engine")
					? Mono.just(User.withUsername(commonName).password("").roles("ENGINE").build()) : Mono.empty();
		}

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
