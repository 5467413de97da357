package dev.statefun.integration.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.client.AskFailedException;
import dev.statefun.client.FunctionInstance;
import dev.statefun.client.StatefunClient;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Functions on engine 2.2.2 are asked over Kafka.
 */
class LegacyClientIT {

	@Test
	void whenAFunctionOnEngine2xIsAskedThenItsReplyIsTheAnswer() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start()) {
			broker.createTopics(1, "asks", "answers", "direct");
			try (ConfigurableApplicationContext application = run(broker);
					Engine engine = Engine.builder(EngineVersion.V2_2_2)
						.module(application.getBean(ModuleFile.class).write())
						.start()) {
				StatefunClient client = application.getBean(StatefunClient.class);
				for (int i = 0; i < 2; i++) {
					assertThat(answer(client.to("demo/counter", "a|b").withIdempotencyKey("k").ask(2, Integer.class)))
						.isEqualTo(2);
				}
				assertThat(answer(client.to("demo/counter", "a|b").ask(3, Integer.class))).isEqualTo(5);
				assertThat(answer(client.to("demo/old", "x").ask("hi", String.class))).isEqualTo("old hi");
				assertThatExceptionOfType(ExecutionException.class)
					.isThrownBy(() -> answer(client.to("demo/counter", "a|b").ask("text", Integer.class)))
					.havingCause()
					.isInstanceOf(AskFailedException.class)
					.withMessageContaining("demo/counter has no handler");
				assertStates(client.to("demo/counter", "a|b"), broker);
				client.to("demo/counter", "a|b").send(4).get(1, TimeUnit.MINUTES);
				client.to("demo/counter", "a|b").sendAfter(Duration.ofMillis(10), 5).get(1, TimeUnit.MINUTES);
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.until(() -> answer(client.to("demo/counter", "a|b").ask(0, Integer.class)) == 11);
				assertThat(engine.restarts()).isZero();
			}
		}
	}

	/** A state request that comes straight from Kafka is refused. */
	private static void assertStates(FunctionInstance counter, KafkaBroker broker) throws Exception {
		assertThat(answer(counter.state()).get("sum", Integer.class)).hasValue(5);
		answer(counter.setState("sum", 40));
		try (KafkaProducer<String, byte[]> producer = broker.producer()) {
			producer.send(new ProducerRecord<>("direct", "a|b", new byte[] { 8, 3, 18, 3, 's', 'u', 'm' })).get();
		}
		assertThat(answer(counter.ask(2, Integer.class))).isEqualTo(42);
		assertThat(answer(counter.state()).get("sum", Integer.class)).hasValue(42);
		answer(counter.removeState("sum"));
		assertThat(answer(counter.state()).isPresent("sum")).isFalse();
		assertThat(answer(counter.ask(2, Integer.class))).isEqualTo(2);
	}

	private static <T> T answer(CompletableFuture<T> reply) throws Exception {
		return reply.get(2, TimeUnit.MINUTES);
	}

	private static ConfigurableApplicationContext run(KafkaBroker broker) {
		int port = TestSocketUtils.findAvailableTcpPort();
		return new SpringApplicationBuilder(LegacyApplication.class)
			.properties("server.port=" + port, "spring.kafka.bootstrap-servers=" + broker.address(),
					"statefun.module.engine=v2", "statefun.module.url=http://localhost:" + port + "/statefun",
					"statefun.client.kafka.ingress-topic=asks", "statefun.client.kafka.egress-topic=answers",
					"statefun.client.name=shop", "statefun.client.timeout=2m", "statefun.state-access=write",
					"statefun.module.include=classpath:requests-for-states.yaml")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Counter.class, Old.class })
	static class LegacyApplication {

	}

	@StatefunFunction("demo/counter")
	static class Counter {

		@StatefunHandler
		int add(int number, @State("sum") StateValue<Integer> sum) {
			return sum.update(0, (present) -> present + number);
		}

	}

	/** Replies as functions did before there was a client. */
	@StatefunFunction("demo/old")
	static class Old implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			context.reply("old " + message.as(String.class));
		}

	}

}
