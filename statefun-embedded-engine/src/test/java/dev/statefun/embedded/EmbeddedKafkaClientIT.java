package dev.statefun.embedded;

import java.util.concurrent.TimeUnit;

import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.StatefunClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client takes the way over Kafka to the embedded engine, too, if it has topics.
 */
class EmbeddedKafkaClientIT {

	@Test
	void whenTheClientHasTopicsThenTheEmbeddedEngineIsAskedOverKafka() throws Exception {
		EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 2, "in", "out");
		broker.afterPropertiesSet();
		try (ConfigurableApplicationContext context = FreePorts.run(EchoApplication.class,
				"--spring.main.web-application-type=servlet",
				"--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
				"--statefun.client.kafka.ingress-topic=in", "--statefun.client.kafka.egress-topic=out")) {
			assertThat(context.getBean(ClientTransport.class)).isNotInstanceOf(EmbeddedClientTransport.class);
			assertThat(context.getBean(StatefunClient.class)
				.to("demo/echo", "ada")
				.ask("hi", String.class)
				.get(1, TimeUnit.MINUTES)).isEqualTo("hi");
		}
		finally {
			broker.destroy();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class EchoApplication {

	}

	@StatefunFunction("demo/echo")
	static class Echo {

		@StatefunHandler
		String echo(String text) {
			return text;
		}

	}

}
