package dev.statefun.autoconfigure.client;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.module.ModuleDocuments;
import dev.statefun.autoconfigure.task.internal.ApplicationExecutor;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.internal.ClientSettings;
import dev.statefun.client.kafka.KafkaClientTransport;
import dev.statefun.dispatch.FunctionRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the client on Kafka. It takes the
 * place of the embedded engine's transport, and leaves its place to that of tests.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class,
		afterName = { "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
				"dev.statefun.test.StatefunTestAutoConfiguration" },
		before = StatefunClientAutoConfiguration.class,
		beforeName = "dev.statefun.embedded.EmbeddedEngineAutoConfiguration")
@ConditionalOnBean(StatefunProperties.class)
@Conditional(OnKafkaTopicsCondition.class)
@EnableConfigurationProperties(KafkaClientProperties.class)
public final class StatefunKafkaClientAutoConfiguration {

	StatefunKafkaClientAutoConfiguration() {
	}

	private static RuntimeException unusable(KafkaClientProperties properties, String reason) {
		return KafkaClientProperties.invalid("ingress-topic", properties.requiredIngressTopic(), reason);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ProducerFactory.class)
	static class TransportConfiguration {

		@Bean
		@ConditionalOnMissingBean(ClientTransport.class)
		KafkaClientTransport statefunKafkaClientTransport(KafkaClientProperties properties,
				ObjectProvider<ProducerFactory<?, ?>> producers, ObjectProvider<ConsumerFactory<?, ?>> consumers,
				ObjectProvider<ApplicationExecutor> executor) {
			ProducerFactory<?, ?> producer = producers.getIfUnique();
			ConsumerFactory<?, ?> consumer = consumers.getIfUnique();
			if (producer == null || consumer == null) {
				throw unusable(properties,
						"The client connects as the beans of ProducerFactory and ConsumerFactory do, and there is none,"
								+ " or none of several is primary. Add the dependency spring-boot-starter-kafka, mark one"
								+ " bean of each as @Primary, or define a bean of KafkaClientTransport.");
			}
			return new KafkaClientTransport(producer, consumer, properties.requiredIngressTopic(),
					properties.requiredEgressTopic(), (int) properties.maxAnswerSize().toBytes(),
					SingletonSupplier.of(() -> executor.getObject().executor()));
		}

		/** Backs off by its name, since an application cannot name the type. */
		@Bean
		@ConditionalOnBean(KafkaClientTransport.class)
		@ConditionalOnMissingBean(name = "statefunKafkaClientLifecycle")
		KafkaClientLifecycle statefunKafkaClientLifecycle(KafkaClientTransport transport, Environment environment) {
			return new KafkaClientLifecycle(transport, environment);
		}

		@Bean
		@ConditionalOnBean(KafkaClientTransport.class)
		@ConditionalOnMissingBean(name = "statefunKafkaClientDocuments")
		ModuleDocuments statefunKafkaClientDocuments(KafkaClientProperties properties, ClientSettings settings,
				ObjectProvider<ConsumerFactory<?, ?>> consumers, ObjectProvider<FunctionRegistry> functions) {
			return new KafkaClientDocuments(properties, settings, consumers::getIfUnique, functions::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.kafka.core.ProducerFactory")
	static class MissingConfiguration {

		MissingConfiguration(KafkaClientProperties properties) {
			throw unusable(properties, "It needs spring-kafka. Add the dependency spring-boot-starter-kafka.");
		}

	}

}
