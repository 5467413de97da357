package dev.statefun.embedded;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.StatefunProperties.Protocol;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the protocol that the embedded
 * engine speaks. It is of 3.x, so nothing needs to be told from requests. The bean must
 * be there before {@link StatefunAutoConfiguration} defines one that does.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = StatefunAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "statefun.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "statefun.embedded-engine.enabled", matchIfMissing = true)
public final class EmbeddedEngineProtocolAutoConfiguration {

	EmbeddedEngineProtocolAutoConfiguration() {
	}

	/** A version that is configured counts, even if the engine speaks another one. */
	@Bean
	@ConditionalOnMissingBean
	RequestReplyProtocol statefunProtocol(StatefunProperties properties) {
		return RequestReplyProtocol
			.of((properties.getProtocol() == Protocol.V2) ? ProtocolVersion.V2 : ProtocolVersion.V3);
	}

}
