package dev.statefun.autoconfigure;

import java.time.Duration;

import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Properties of stateful functions.
 *
 * @param enabled Whether functions are looked for and served.
 * @param path Path of the endpoint that the engine calls, below the context path of the
 * application.
 * @param protocol Protocol that the engine speaks. By default it is told from each
 * request.
 * @param maxRequestSize Maximum size of a request of the engine, which holds the state of
 * one function instance and a batch of messages. Larger ones are answered with 413, which
 * fails the job on the engine's okhttp transport.
 * @param asyncTimeout How long functions that are asynchronous may take over a request.
 * Then it fails, and the engine sends it again.
 * @since 0.1.0
 */
@ConfigurationProperties("statefun")
public record StatefunProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/statefun") String path,
		@DefaultValue("auto") Protocol protocol, @DefaultValue("64MB") DataSize maxRequestSize,
		@DefaultValue("2m") Duration asyncTimeout) {

	/**
	 * Create properties.
	 * @param enabled whether functions are looked for and served
	 * @param path the path of the endpoint
	 * @param protocol the protocol that the engine speaks
	 * @param maxRequestSize the maximum size of a request
	 * @param asyncTimeout how long asynchronous functions may take over a request
	 * @throws InvalidConfigurationPropertyValueException if one of them cannot be used
	 */
	public StatefunProperties {
		if (!path.matches("/[^{}*?\\s]*")) {
			throw new InvalidConfigurationPropertyValueException("statefun.path", path,
					"It must start with a slash, and be a plain path without wildcards and variables.");
		}
		if (maxRequestSize.toBytes() <= 0 || maxRequestSize.toBytes() > Integer.MAX_VALUE - 8) {
			throw new InvalidConfigurationPropertyValueException("statefun.max-request-size", maxRequestSize,
					"It must be more than nothing and less than 2 GB.");
		}
		if (asyncTimeout.isNegative() || asyncTimeout.isZero()) {
			throw new InvalidConfigurationPropertyValueException("statefun.async-timeout", asyncTimeout,
					"It must be more than nothing.");
		}
	}

	/**
	 * The protocol that the engine speaks.
	 */
	public enum Protocol {

		/** Whichever a request is of. */
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

}
