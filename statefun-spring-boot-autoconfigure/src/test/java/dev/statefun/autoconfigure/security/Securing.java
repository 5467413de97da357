package dev.statefun.autoconfigure.security;

import dev.statefun.autoconfigure.security.servlet.StatefunRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.IpAddressAuthorizationManager;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/**
 * Examples of the documentation.
 */
final class Securing {

	private Securing() {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByCertificate {

		@Bean
		@Order(0)
		SecurityFilterChain engineOnly(HttpSecurity http) {
			return http.securityMatcher(StatefunRequest.toEndpoint())
				.csrf((csrf) -> csrf.disable())
				.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.x509((x509) -> x509.userDetailsService(this::engine))
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ENGINE"))
				.exceptionHandling(
						(refusal) -> refusal.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.FORBIDDEN)))
				.build();
		}

		private UserDetails engine(String commonName) {
			if (!commonName.equals("statefun-engine")) {
				throw new UsernameNotFoundException("Another certificate of our authority");
			}
			return User.withUsername(commonName).password("").roles("ENGINE").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TheRest {

		@Bean
		SecurityFilterChain application(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByNetwork {

		@Bean
		@Order(0)
		SecurityFilterChain engineOnly(HttpSecurity http, @Value("${engine.network}") String network) {
			return http.securityMatcher(StatefunRequest.toEndpoint())
				.csrf((csrf) -> csrf.disable())
				.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.authorizeHttpRequests(
						(requests) -> requests.anyRequest().access(IpAddressAuthorizationManager.hasIpAddress(network)))
				.exceptionHandling(
						(refusal) -> refusal.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.FORBIDDEN)))
				.build();
		}

	}

}
