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
import dev.statefun.client.AskFailedException;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.FunctionInstance;
import dev.statefun.client.StatefunClient;
import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineVersion;
import dev.statefun.integration.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Functions on engine 2.2.2 are asked, over a transport that is a bean of the
 * application.
 */
class LegacyClientIT {

	@Test
	void whenAFunctionOnEngine2xIsAskedThenItsReplyIsTheAnswer() throws Exception {
		try (KafkaBroker broker = KafkaBroker.start()) {
			broker.createTopics(1, "asks", "answers", "direct");
			try (ConfigurableApplicationContext application = run(broker);
					Engine engine = Engine.builder(EngineVersion.V2_2_2)
						.module(module(Endpoints.url(application).toString(), broker.address()))
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
		return new SpringApplicationBuilder(AskedApplication.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ClientTransport.class,
					() -> new KafkaClientTransport(broker)))
			.properties("server.port=0", "statefun.client.name=shop", "statefun.client.timeout=2m",
					"statefun.state-access=write", "statefun.client.retention=" + Duration.ofHours(1))
			.run();
	}

	private static String module(String url, String kafka) {
		return """
				version: "2.0"
				module:
				  meta:
				    type: remote
				  spec:
				    functions:
				      - function:
				          meta:
				            kind: http
				            type: demo/counter
				          spec:
				            endpoint: %1$s
				            states:
				              - name: sum
				      - function:
				          meta:
				            kind: http
				            type: demo/old
				          spec:
				            endpoint: %1$s
				            states: []
				      - function:
				          meta:
				            kind: http
				            type: dev.statefun.client.ask/shop
				          spec:
				            endpoint: %1$s
				            states:
				              - name: exchange
				                expireAfter: 1h
				                expireMode: after-write
				    ingresses:
				      - ingress:
				          meta:
				            type: statefun.kafka.io/routable-protobuf-ingress
				            id: demo/asks
				          spec:
				            address: %2$s
				            consumerGroupId: asks
				            startupPosition:
				              type: earliest
				            topics:
				              - topic: asks
				                typeUrl: dev.statefun.client/Ask
				                targets:
				                  - dev.statefun.client.ask/shop
				              - topic: direct
				                typeUrl: dev.statefun.client/StateRequest
				                targets:
				                  - demo/counter
				    egresses:
				      - egress:
				          meta:
				            type: statefun.kafka.io/generic-egress
				            id: dev.statefun.client/shop
				          spec:
				            address: %2$s
				            deliverySemantic:
				              type: at-least-once
				""".formatted(url, kafka);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Counter.class, Old.class })
	static class AskedApplication {

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
