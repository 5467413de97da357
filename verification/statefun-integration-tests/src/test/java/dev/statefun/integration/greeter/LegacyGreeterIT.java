package dev.statefun.integration.greeter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.KafkaBroker;
import dev.statefun.integration.Proves;
import dev.statefun.integration.greeter.demo.LoginEvent;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has a module file of 2.x keeps it.
 */
class LegacyGreeterIT {

	@Test
	@Proves(value = "the module file of a 2.x application, as it is, with Kafka at both ends",
			with = EngineSetup.V2_2_2)
	void whenTheModuleFileIsOf2xThenItServesAsItIs() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start();
				ConfigurableApplicationContext application = new SpringApplicationBuilder(GreeterApplication.class)
					.properties("server.port=0")
					.run()) {
			broker.createTopics(1, "logins", "greetings");
			try (KafkaProducer<String, byte[]> producer = broker.producer()) {
				for (String user : new String[] { "Ada", "Bob", "Ada" }) {
					LoginEvent login = LoginEvent.newBuilder().setUserName(user).build();
					producer.send(new ProducerRecord<>("logins", user, login.toByteArray()));
				}
			}
			try (Engine engine = Engine.builder(EngineVersion.V2_2_2)
				.module(module(Endpoints.url(application)) + kafka(broker.address()))
				.start()) {
				assertThat(broker.committed("greetings", 3, Duration.ofMinutes(3)))
					.extracting((greeting) -> new String(greeting.value(), StandardCharsets.UTF_8))
					.containsExactlyInAnyOrder("Hello Ada, visit 1", "Hello Bob, visit 1", "Hello Ada, visit 2");
				assertThat(engine.restarts()).isZero();
			}
		}
	}

	/** Unedited but for the host. */
	private static String module(URI url) throws Exception {
		String module = new ClassPathResource("greeter/module.yaml").getContentAsString(StandardCharsets.UTF_8);
		assertThat(module).contains("http://localhost:8080/");
		return module.replace("localhost:8080", url.getAuthority());
	}

	private static String kafka(String address) {
		return """
				    ingresses:
				      - ingress:
				          meta:
				            type: statefun.kafka.io/routable-protobuf-ingress
				            id: demo/logins
				          spec:
				            address: %1$s
				            consumerGroupId: greeter
				            startupPosition:
				              type: earliest
				            topics:
				              - topic: logins
				                typeUrl: com.googleapis/k8s.demo.LoginEvent
				                targets:
				                  - demo/greeter
				    egresses:
				      - egress:
				          meta:
				            type: statefun.kafka.io/generic-egress
				            id: demo/greets
				          spec:
				            address: %1$s
				            deliverySemantic:
				              type: exactly-once
				              transactionTimeoutMillis: 300000
				""".formatted(address);
	}

}
