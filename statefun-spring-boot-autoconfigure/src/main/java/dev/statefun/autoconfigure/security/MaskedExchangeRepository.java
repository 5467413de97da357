package dev.statefun.autoconfigure.security;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import dev.statefun.http.EndpointSecret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchange.Request;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;

/**
 * A view of the application's repository: the URLs of requests have a mask in place of
 * the secret of the endpoint.
 */
final class MaskedExchangeRepository implements HttpExchangeRepository {

	private final HttpExchangeRepository repository;

	private final @Nullable EndpointSecret secret;

	MaskedExchangeRepository(HttpExchangeRepository repository, @Nullable EndpointSecret secret) {
		this.repository = repository;
		this.secret = secret;
	}

	@Override
	public List<HttpExchange> findAll() {
		return this.repository.findAll().stream().map(this::masked).toList();
	}

	private HttpExchange masked(HttpExchange exchange) {
		Request request = exchange.getRequest();
		String uri = String.valueOf(request.getUri());
		if (this.secret == null || this.secret.maskedIn(uri).equals(uri)) {
			return exchange;
		}
		Request masked = new Request(URI.create(this.secret.maskedIn(uri)),
				Objects.requireNonNullElse(request.getRemoteAddress(), ""), request.getMethod(), request.getHeaders());
		return new HttpExchange(exchange.getTimestamp(), masked, exchange.getResponse(), exchange.getPrincipal(),
				exchange.getSession(), exchange.getTimeTaken());
	}

	@Override
	public void add(HttpExchange exchange) {
		this.repository.add(exchange);
	}

}
