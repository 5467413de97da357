package dev.statefun.autoconfigure.module;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.autoconfigure.module.internal.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the module file.
 *
 * @param url URL of the endpoint as the engine sees it, such as
 * http://orders:8080/statefun. The secret is appended to it. There is no module file
 * without it.
 * @param engine Generation of the engine that the file is for. By default v2 with
 * statefun.protocol=v2, otherwise v3.
 * @param include File whose ingresses, egresses and other documents become part of the
 * module file: a path or a URL. Placeholders in its values are resolved.
 * @param maxNumBatchRequests How many messages a request may have. By default the engine
 * decides, which takes 1000.
 * @param transport How the engine calls the endpoint.
 */
@ConfigurationProperties("statefun.module")
record ModuleProperties(@Nullable String url, @Nullable Engine engine, @Nullable String include,
		@Nullable Integer maxNumBatchRequests, @DefaultValue Calls transport) {

	ModuleProperties {
		if (url != null && !url.matches("https?(\\+unix)?://[^{}\\s]+")) {
			throw invalid("url", url, "It must be a URL with http, https, http+unix or https+unix, without variables.");
		}
		if (maxNumBatchRequests != null && maxNumBatchRequests <= 0) {
			throw invalid("max-num-batch-requests", maxNumBatchRequests, "It must be at least 1.");
		}
	}

	/**
	 * How the engine calls the endpoint. The engine's defaults apply to options that are
	 * not set.
	 *
	 * @param type Transport of an engine of 3.x. By default async.
	 * @param callTimeout How long a call may take, all of its attempts included.
	 * @param connectTimeout How long it may take to connect.
	 * @param readTimeout How long an answer may take (okhttp, and 2.x).
	 * @param writeTimeout How long it may take to send a request (okhttp, and 2.x).
	 * @param poolTtl For how long a connection is used (async).
	 * @param poolSize How many connections there are to one host (async).
	 * @param maxPayloadSize How large requests and answers may be (async).
	 * @param trustCaCerts File, or resource of the engine, with the certificates to trust
	 * (async).
	 * @param clientCert File, or resource of the engine, with the certificate that it
	 * shows (async).
	 * @param clientKey File, or resource of the engine, with the key of that certificate
	 * (async).
	 * @param clientKeyPassword File, or resource of the engine, with the password of that
	 * key (async).
	 */
	record Calls(@Nullable Transport type, @Nullable Duration callTimeout, @Nullable Duration connectTimeout,
			@Nullable Duration readTimeout, @Nullable Duration writeTimeout, @Nullable Duration poolTtl,
			@Nullable Integer poolSize, @Nullable DataSize maxPayloadSize, @Nullable String trustCaCerts,
			@Nullable String clientCert, @Nullable String clientKey, @Nullable String clientKeyPassword) {

		private static final Duration SHORTEST = Duration.ofMillis(1);

		/** The engine counts milliseconds in 31 bits. */
		private static final Duration LONGEST = Duration.ofDays(24);

		Calls {
			Map<String, @Nullable Duration> durations = new LinkedHashMap<>();
			durations.put("call-timeout", callTimeout);
			durations.put("connect-timeout", connectTimeout);
			durations.put("read-timeout", readTimeout);
			durations.put("write-timeout", writeTimeout);
			durations.put("pool-ttl", poolTtl);
			durations.forEach((name, duration) -> {
				if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
					throw invalid("transport." + name, duration, "It must be at least 1ms, and at most 24 days.");
				}
			});
			if (poolSize != null && poolSize <= 0) {
				throw invalid("transport.pool-size", poolSize, "It must be at least 1.");
			}
			if (maxPayloadSize != null
					&& (maxPayloadSize.toBytes() <= 0 || maxPayloadSize.toBytes() > Integer.MAX_VALUE)) {
				throw invalid("transport.max-payload-size", maxPayloadSize,
						"It must be more than nothing and less than 2 GB.");
			}
		}

		private Map<String, @Nullable Object> ofAsync() {
			Map<String, @Nullable Object> options = new LinkedHashMap<>();
			options.put("pool-ttl", this.poolTtl);
			options.put("pool-size", this.poolSize);
			options.put("max-payload-size", this.maxPayloadSize);
			options.put("trust-ca-certs", this.trustCaCerts);
			options.put("client-cert", this.clientCert);
			options.put("client-key", this.clientKey);
			options.put("client-key-password", this.clientKeyPassword);
			return options;
		}

		private Map<String, @Nullable Object> ofOkHttp() {
			Map<String, @Nullable Object> options = new LinkedHashMap<>();
			options.put("read-timeout", this.readTimeout);
			options.put("write-timeout", this.writeTimeout);
			return options;
		}

		private Map<String, Object> async() {
			Map<String, Object> options = new LinkedHashMap<>();
			put(options, "call", this.callTimeout);
			put(options, "connect", this.connectTimeout);
			put(options, "pool_ttl", this.poolTtl);
			put(options, "pool_size", this.poolSize);
			put(options, "payload_max_bytes", (this.maxPayloadSize != null) ? this.maxPayloadSize.toBytes() : null);
			put(options, "trust_cacerts", this.trustCaCerts);
			put(options, "client_cert", this.clientCert);
			put(options, "client_key", this.clientKey);
			put(options, "client_key_password", this.clientKeyPassword);
			return options;
		}

		private Map<String, Object> okHttp() {
			Map<String, Object> timeouts = new LinkedHashMap<>();
			put(timeouts, "call", this.callTimeout);
			put(timeouts, "connect", this.connectTimeout);
			put(timeouts, "read", this.readTimeout);
			put(timeouts, "write", this.writeTimeout);
			return timeouts.isEmpty() ? Map.of() : Map.of("timeouts", timeouts);
		}

		private Map<String, Object> legacy() {
			Map<String, Object> options = new LinkedHashMap<>();
			put(options, "timeout", this.callTimeout);
			put(options, "connectTimeout", this.connectTimeout);
			put(options, "readTimeout", this.readTimeout);
			put(options, "writeTimeout", this.writeTimeout);
			return options;
		}

		private static void put(Map<String, Object> options, String name, @Nullable Object value) {
			if (value != null) {
				options.put(name, (value instanceof Duration duration) ? Documents.duration(duration) : value);
			}
		}

	}

	/** Refuse what the engine would not look at. */
	void check(Engine forEngine) {
		if (forEngine == Engine.V2) {
			if (this.transport.type() == Transport.ASYNC) {
				throw invalid("transport.type", "async", "Engines of 2.x have no such transport. Remove it.");
			}
			refuse(this.transport.ofAsync(), "Only engines of 3.x have it, with the transport async. Remove it.");
		}
		else if (type() == Transport.ASYNC) {
			refuse(this.transport.ofOkHttp(),
					"The transport async has no such timeout. Remove it, or set 'statefun.module.transport.type=okhttp'.");
		}
		else {
			refuse(this.transport.ofAsync(), "Only the transport async has it. Remove it, or choose that transport.");
		}
	}

	private static void refuse(Map<String, @Nullable Object> options, String reason) {
		options.forEach((name, value) -> {
			if (value != null) {
				throw invalid("transport." + name, value, reason);
			}
		});
	}

	private Transport type() {
		return (this.transport.type() != null) ? this.transport.type() : Transport.ASYNC;
	}

	/**
	 * Describe the endpoint to an engine.
	 * @throws ModuleException if there is no URL
	 */
	RemoteEndpoint endpoint(Engine forEngine) {
		if (this.url == null) {
			throw ModuleException.urlMissing();
		}
		Map<String, Object> options = (forEngine == Engine.V2) ? this.transport.legacy()
				: (type() == Transport.ASYNC) ? this.transport.async() : this.transport.okHttp();
		return new RemoteEndpoint(this.url, type(), options, this.maxNumBatchRequests);
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("statefun.module." + name, value, reason);
	}

}
