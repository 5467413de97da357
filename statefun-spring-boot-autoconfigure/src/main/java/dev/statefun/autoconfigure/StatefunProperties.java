package dev.statefun.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.statefun.dispatch.StateAccess;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.AllowedHosts;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointSecret;
import dev.statefun.http.TransferLimits;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of stateful functions. They are bound once, when the application starts.
 * Safe for use by many threads.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("statefun")
public final class StatefunProperties {

	/**
	 * Whether functions are looked for and served.
	 */
	private final boolean enabled;

	/**
	 * Path of the endpoint that the engine calls, below the context path of the
	 * application.
	 */
	private final String path;

	/**
	 * Secret that the engine appends to the path as one more segment. Requests without
	 * are answered with 404.
	 */
	private final @Nullable EndpointSecret secret;

	/**
	 * Hosts that requests of the engine may be for, without ports, such as localhost.
	 * Others are answered with 403. By default any host, or those of this machine where
	 * the embedded engine is used.
	 */
	private final List<String> allowedHosts;

	/**
	 * Protocol that the engine speaks. By default it is told from each request, which a
	 * request of messages without values does not allow. So set it in production.
	 */
	private final Protocol protocol;

	/**
	 * Maximum size of a request of the engine, which holds the state of one function
	 * instance and a batch of messages. Larger ones are answered with 413, which fails
	 * the job on the engine's okhttp transport.
	 */
	private final DataSize maxRequestSize;

	/**
	 * Maximum size of an answer to the engine. A message whose own effects exceed it
	 * fails for good, as error rules can tell; a request whose messages exceed it
	 * together fails. By default statefun.module.transport.max-payload-size, otherwise
	 * 32MB, which is the limit of the engine's async transport. There is no limit by
	 * default for an engine of 2.x, and with the okhttp transport in
	 * statefun.module.transport.type.
	 */
	private final @Nullable DataSize maxResponseSize;

	/**
	 * How many requests of the engine may be in progress at the same time, from the end
	 * of their bodies on. Further ones are answered with 429, and the engine sends them
	 * again.
	 */
	private final int maxConcurrentRequests;

	/**
	 * How many bytes may be in memory of bodies that arrive, of the bodies of requests in
	 * progress, and of answers that have not been written. Further requests are answered
	 * with 429, and the engine sends them again. By default a quarter of the maximum
	 * heap, but at least statefun.max-request-size.
	 */
	private final @Nullable DataSize maxBytesInFlight;

	/**
	 * How long functions that are asynchronous may take over a request. Then it fails,
	 * and the engine sends it again.
	 */
	private final Duration asyncTimeout;

	private final Transfer transfer;

	/**
	 * What the client may do with the states of functions: nothing, read them, or write
	 * them as well. Whoever can send through the ingress of the client can do as much.
	 */
	private final StateAccess stateAccess;

	/**
	 * Create the properties. The constructor is not public, so that a further property
	 * breaks no application.
	 * @throws InvalidConfigurationPropertyValueException if one of them cannot be used
	 */
	StatefunProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/statefun") String path,
			@Nullable EndpointSecret secret, @DefaultValue List<String> allowedHosts,
			@DefaultValue("auto") Protocol protocol, @DefaultValue("64MB") DataSize maxRequestSize,
			@Nullable DataSize maxResponseSize, @DefaultValue("1024") int maxConcurrentRequests,
			@Nullable DataSize maxBytesInFlight, @DefaultValue("2m") Duration asyncTimeout,
			@DefaultValue Transfer transfer, @DefaultValue("none") StateAccess stateAccess) {
		if (!path.matches("/(?!/)[^{}*?#;\\\\\\s]*")) {
			throw new InvalidConfigurationPropertyValueException("statefun.path", path,
					"It must start with one slash, and be a plain path without wildcards and variables.");
		}
		for (String host : allowedHosts) {
			if (!host.matches("[A-Za-z0-9._-]+|\\[[A-Fa-f0-9:.]+]")) {
				throw new InvalidConfigurationPropertyValueException("statefun.allowed-hosts", host,
						"It must be a name or an address without a port, such as localhost or [::1].");
			}
		}
		if (maxRequestSize.toBytes() <= 0 || maxRequestSize.toBytes() > Integer.MAX_VALUE - 8) {
			throw new InvalidConfigurationPropertyValueException("statefun.max-request-size", maxRequestSize,
					"It must be more than nothing and less than 2 GB.");
		}
		if (maxResponseSize != null && maxResponseSize.toBytes() <= 0) {
			throw new InvalidConfigurationPropertyValueException("statefun.max-response-size", maxResponseSize,
					"It must be more than nothing.");
		}
		if (secret != null && !secret.isUsable()) {
			throw new EndpointSecretException();
		}
		if (maxConcurrentRequests <= 0 || maxConcurrentRequests > AdmissionControl.MAX_REQUESTS) {
			throw new InvalidConfigurationPropertyValueException("statefun.max-concurrent-requests",
					maxConcurrentRequests, "It must be from 1 to %d.".formatted(AdmissionControl.MAX_REQUESTS));
		}
		if (maxBytesInFlight != null && (maxBytesInFlight.compareTo(maxRequestSize) < 0
				|| maxBytesInFlight.toBytes() > AdmissionControl.MAX_BYTES)) {
			throw new InvalidConfigurationPropertyValueException("statefun.max-bytes-in-flight", maxBytesInFlight,
					"It must be at least statefun.max-request-size (%s), or a request of that size would never be handled, and less than 16 TB."
						.formatted(maxRequestSize));
		}
		if (asyncTimeout.isNegative() || asyncTimeout.isZero()) {
			throw new InvalidConfigurationPropertyValueException("statefun.async-timeout", asyncTimeout,
					"It must be more than nothing.");
		}
		this.enabled = enabled;
		this.path = path;
		this.secret = secret;
		this.allowedHosts = List.copyOf(allowedHosts);
		this.protocol = protocol;
		this.maxRequestSize = maxRequestSize;
		this.maxResponseSize = maxResponseSize;
		this.maxConcurrentRequests = maxConcurrentRequests;
		this.maxBytesInFlight = maxBytesInFlight;
		this.asyncTimeout = asyncTimeout;
		this.transfer = transfer;
		this.stateAccess = stateAccess;
	}

	/**
	 * Whether functions are looked for and served.
	 * @return {@code false} if there are to be none
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Return the path of the endpoint, without the secret.
	 * @return the path, which begins with a slash
	 */
	public String getPath() {
		return this.path;
	}

	/**
	 * Return the last segment of the path, which only the engine knows.
	 * @return the secret, or {@code null} if there is none
	 */
	public @Nullable EndpointSecret getSecret() {
		return this.secret;
	}

	/**
	 * Return the hosts that requests may be for.
	 * @return the hosts without ports, empty if any host is allowed
	 */
	public List<String> getAllowedHosts() {
		return this.allowedHosts;
	}

	/**
	 * Return the protocol that the engine speaks.
	 * @return the protocol
	 */
	public Protocol getProtocol() {
		return this.protocol;
	}

	/**
	 * Return the maximum size of a request.
	 * @return the size of the body
	 */
	public DataSize getMaxRequestSize() {
		return this.maxRequestSize;
	}

	/**
	 * Return the maximum size of an answer.
	 * @return the size of the body, or {@code null} for that of the engine's transport
	 */
	public @Nullable DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	/**
	 * Return how many requests may be in progress at the same time.
	 * @return the number of requests
	 */
	public int getMaxConcurrentRequests() {
		return this.maxConcurrentRequests;
	}

	/**
	 * Return how many bytes of requests and answers may be in memory.
	 * @return the number of bytes, or {@code null} for a quarter of the maximum heap, but
	 * at least the maximum size of a request
	 */
	public @Nullable DataSize getMaxBytesInFlight() {
		return this.maxBytesInFlight;
	}

	/**
	 * Return how long asynchronous functions may take over a request.
	 * @return the timeout
	 */
	public Duration getAsyncTimeout() {
		return this.asyncTimeout;
	}

	/**
	 * Return how slowly bodies may arrive, and answers may be taken.
	 * @return the limits
	 */
	public Transfer getTransfer() {
		return this.transfer;
	}

	/**
	 * Return what the client may do with the states of functions.
	 * @return by default nothing
	 */
	public StateAccess getStateAccess() {
		return this.stateAccess;
	}

	/** By default a quarter of the heap, but room for one request of the maximum size. */
	long maxBytesInFlightOrDefault() {
		return (this.maxBytesInFlight != null) ? this.maxBytesInFlight.toBytes()
				: Math.max(Runtime.getRuntime().maxMemory() / 4, this.maxRequestSize.toBytes());
	}

	/**
	 * Where the endpoint is, with its secret.
	 * @return the path
	 */
	public EndpointPath endpointPath() {
		return new EndpointPath(this.path, this.secret, AllowedHosts.of(this.allowedHosts));
	}

	/**
	 * The protocol that the engine speaks.
	 *
	 * @since 0.1.0
	 */
	public enum Protocol {

		/** The protocol of each request. */
		AUTO,

		/** That of StateFun 2.0 to 2.2. */
		V2,

		/** That of StateFun 3.0 and later. */
		V3;

		RequestReplyProtocol create() {
			return switch (this) {
				case AUTO -> RequestReplyProtocol.detecting();
				case V2 -> RequestReplyProtocol.of(ProtocolVersion.V2);
				case V3 -> RequestReplyProtocol.of(ProtocolVersion.V3);
			};
		}

	}

	/**
	 * How slowly the body of a request may arrive, and how slowly an answer may be taken.
	 *
	 * @param timeout How long all of a body, or all of an answer, may take. It should be
	 * as long as a call of the engine may take.
	 * @param gracePeriod How long nothing may move.
	 * @param minRate How many bytes have to move in each second, after the grace period.
	 * With 0, a byte in each grace period is enough.
	 * @since 0.1.0
	 */
	public record Transfer(@DefaultValue("2m") Duration timeout, @DefaultValue("10s") Duration gracePeriod,
			@DefaultValue("1KB") DataSize minRate) {

		/**
		 * Create the limits.
		 * @param timeout at least 1 ms
		 * @param gracePeriod at least 1 ms
		 * @param minRate not negative
		 * @throws InvalidConfigurationPropertyValueException if one of them cannot be
		 * used
		 */
		public Transfer {
			check("timeout", timeout);
			check("grace-period", gracePeriod);
			if (minRate.isNegative()) {
				throw new InvalidConfigurationPropertyValueException("statefun.transfer.min-rate", minRate,
						"It must not be negative.");
			}
		}

		private static void check(String name, Duration duration) {
			if (duration.compareTo(Duration.ofMillis(1)) < 0) {
				throw new InvalidConfigurationPropertyValueException("statefun.transfer." + name, duration,
						"It must be at least 1ms.");
			}
		}

		TransferLimits limits() {
			return new TransferLimits(this.timeout, this.gracePeriod, this.minRate);
		}

	}

}
