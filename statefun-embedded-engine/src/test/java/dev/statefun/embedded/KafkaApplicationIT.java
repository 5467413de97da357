package dev.statefun.embedded;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.io.KafkaEgressMessage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * From a topic through a function to a topic, with properties only.
 */
@ExtendWith(OutputCaptureExtension.class)
class KafkaApplicationIT {

	private static final String TOPIC = "--statefun.kafka.ingresses.logins.topics[0].";

	private static final EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1, "logins", "greetings", "own")
		.brokerProperties(Map.of("transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
				"offsets.topic.replication.factor", "1", "group.initial.rebalance.delay.ms", "0"));

	@BeforeAll
	static void startBroker() {
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	@Test
	void whenPropertiesDescribeTopicsThenRecordsPassTheFunction(@TempDir Path directory) throws Exception {
		Path own = Files.writeString(directory.resolve("own.yaml"), """
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: demo/own # another one
				  address: ${spring.kafka.bootstrap-servers}
				""");
		try (ConfigurableApplicationContext context = run(
				"--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
				"--spring.kafka.consumer.group-id=test", "--spring.kafka.consumer.auto-offset-reset=earliest",
				"--statefun.kafka.ingresses.logins.start-position=earliest", TOPIC + "name=logins",
				TOPIC + "value-type=demo/LoginEvent", TOPIC + "targets=demo/greeter",
				"--statefun.kafka.egresses.greetings.delivery=exactly-once",
				"--statefun.kafka.egresses.greetings.transaction-timeout=1m",
				"--statefun.kafka.egresses.greetings.id=demo/greetings", "--statefun.embedded-engine.module=" + own)) {
			@SuppressWarnings("unchecked")
			KafkaTemplate<String, String> template = context.getBean(KafkaTemplate.class);
			template.send("logins", "bob", "{\"userName\":\"Bob\"}").get();
			@SuppressWarnings("unchecked")
			ConsumerFactory<String, String> consumers = context.getBean(ConsumerFactory.class);
			assertRecord(consumers, "greetings", "Hello Bob, visit 1");
			assertRecord(consumers, "own", "Bob");
		}
	}

	private static void assertRecord(ConsumerFactory<String, String> consumers, String topic, String value) {
		try (Consumer<String, String> consumer = consumers.createConsumer("test-" + topic, "")) {
			broker.consumeFromAnEmbeddedTopic(consumer, topic);
			ConsumerRecord<String, String> record = KafkaTestUtils.getSingleRecord(consumer, topic,
					Duration.ofSeconds(30));
			assertThat(record.key()).isEqualTo("bob");
			assertThat(record.value()).isEqualTo(value);
		}
	}

	@Test
	void whenKafkaCannotBeReachedThenStartupFailsAtOnceAndSaysWhatToDo(CapturedOutput output) throws Exception {
		int closed;
		try (ServerSocket socket = new ServerSocket(0)) {
			closed = socket.getLocalPort();
		}
		long begin = System.nanoTime();
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> run("--statefun.kafka.bootstrap-servers=localhost:" + closed, TOPIC + "name=logins",
					TOPIC + "value-type=demo/LoginEvent", TOPIC + "targets=demo/greeter"));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"cannot reach Kafka at localhost:" + closed
							+ " (Connection refused), for the ingress kafka/logins.")
			.doesNotContain("Caused by:");
	}

	@Test
	void whenKafkaGoesAwayThenTheEnginesLogSaysSoInOneLine(CapturedOutput output) {
		EmbeddedKafkaBroker ending = new EmbeddedKafkaKraftBroker(1, 1, "logins");
		ending.afterPropertiesSet();
		String address = ending.getBrokersAsString();
		try (ConfigurableApplicationContext context = run("--statefun.kafka.bootstrap-servers=" + address,
				TOPIC + "name=logins", TOPIC + "value-type=demo/LoginEvent", TOPIC + "targets=demo/greeter")) {
			ending.destroy();
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(output).contains("Kafka cannot be reached at"));
			assertThat(output).doesNotContain("could not be established", "Caused by:");
		}
	}

	private static ConfigurableApplicationContext run(String... args) {
		return FreePorts.run(GreeterApplication.class, args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Greeter.class)
	static class GreeterApplication {

	}

	@StatefunFunction("demo/greeter")
	static class Greeter {

		@StatefunHandler
		void greet(LoginEvent login, Context context, @State("visits") StateValue<Integer> visits) {
			int seen = visits.update(0, (count) -> count + 1);
			context.send(KafkaEgressMessage.forEgress("demo/greetings")
				.withTopic("greetings")
				.withUtf8Key(context.self().id())
				.withUtf8Value("Hello " + login.userName() + ", visit " + seen));
			context.send(KafkaEgressMessage.forEgress("demo/own")
				.withTopic("own")
				.withUtf8Key(context.self().id())
				.withUtf8Value(login.userName()));
		}

	}

	@StatefunType("demo/LoginEvent")
	record LoginEvent(String userName) {
	}

}
