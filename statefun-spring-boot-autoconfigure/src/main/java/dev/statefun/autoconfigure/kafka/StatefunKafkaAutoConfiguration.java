package dev.statefun.autoconfigure.kafka;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the engine's ingresses and
 * egresses of Kafka.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBean(StatefunProperties.class)
@EnableConfigurationProperties(StatefunKafkaProperties.class)
public final class StatefunKafkaAutoConfiguration {

	private static final Log logger = LogFactory.getLog(StatefunKafkaAutoConfiguration.class);

	StatefunKafkaAutoConfiguration() {
	}

	/** Backs off by its name, since an application may have other documents. */
	@Bean
	@ConditionalOnMissingBean(name = "statefunKafkaDocuments")
	KafkaDocuments statefunKafkaDocuments(StatefunKafkaProperties properties, ObjectProvider<KafkaServers> servers,
			Environment environment) {
		String warning = SecurityCheck.warning(properties, environment);
		if (warning != null) {
			logger.warn(warning);
		}
		return new KafkaDocuments(properties, servers.getIfUnique(() -> new PropertyServers(environment)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(KafkaConnectionDetails.class)
	static class ConnectionConfiguration {

		@Bean
		@ConditionalOnMissingBean(KafkaServers.class)
		ConnectionServers statefunKafkaServers(ObjectProvider<KafkaConnectionDetails> details,
				ObjectProvider<KafkaProperties> properties, Environment environment) {
			return new ConnectionServers(details::getIfUnique, properties::getIfUnique,
					new PropertyServers(environment));
		}

	}

}
