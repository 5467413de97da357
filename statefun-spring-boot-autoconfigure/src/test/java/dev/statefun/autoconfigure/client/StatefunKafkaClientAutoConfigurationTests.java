package dev.statefun.autoconfigure.client;

import java.time.Duration;
import java.util.List;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.actuate.StatefunHealthAutoConfiguration;
import dev.statefun.autoconfigure.client.StatefunClientAutoConfigurationTests.Greeter;
import dev.statefun.autoconfigure.client.StatefunClientAutoConfigurationTests.Transport;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.StatefunClient;
import dev.statefun.client.kafka.KafkaClientTransport;
import dev.statefun.dispatch.FunctionRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatefunKafkaClientAutoConfiguration}. No broker is there.
 */
class StatefunKafkaClientAutoConfigurationTests {

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, StatefunAutoConfiguration.class,
				StatefunModuleAutoConfiguration.class, StatefunKafkaClientAutoConfiguration.class,
				StatefunClientAutoConfiguration.class, StatefunHealthAutoConfiguration.class))
		.withPropertyValues("spring.kafka.bootstrap-servers=localhost:1", "statefun.client.name=shop",
				"statefun.module.url=http://orders:8080/statefun");

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withPropertyValues("statefun.client.kafka.ingress-topic=in", "statefun.client.kafka.egress-topic=out");

	@Test
	void whenThereAreNoTopicsThenTheClientIsNotOnKafka() {
		this.plainRunner.withBean(Greeter.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientTransport.class));
	}

	@Test
	void whenThereAreTopicsAndFunctionsThenTheApplicationServesTheGateway() {
		this.contextRunner.withBean(Greeter.class).run((context) -> {
			assertThat(context).getBean(ClientTransport.class).isInstanceOf(KafkaClientTransport.class);
			assertThat(context.getBean(FunctionRegistry.class).typeNames()).map(Object::toString)
				.containsExactlyInAnyOrder("demo/greeter", "dev.statefun.client.ask/shop",
						"dev.statefun.client.send/shop");
		});
	}

	@Test
	void whenThereAreNoFunctionsThenTheGatewayIsThatOfAnotherApplication() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(FunctionRegistry.class).typeNames()).isEmpty();
			assertThat(context.getBean(ModuleFile.class).write()).isEmpty();
		});
		this.contextRunner.withPropertyValues("statefun.client.gateway=true")
			.run((context) -> assertThat(context.getBean(FunctionRegistry.class).typeNames()).hasSize(2));
		this.contextRunner.withBean(Greeter.class)
			.withPropertyValues("statefun.client.gateway=false")
			.run((context) -> assertThat(context.getBean(FunctionRegistry.class).typeNames())
				.hasToString("[demo/greeter]"));
	}

	@Test
	void whenTheModuleFileIsWrittenThenItHasTheIngressAndTheEgressOfTheClient() {
		this.contextRunner.withBean(Greeter.class)
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("""
					kind: io.statefun.kafka.v1/ingress
					spec:
					  id: dev.statefun.client.ingress/shop
					  address: localhost:1
					  consumerGroupId: statefun-client-shop
					  startupPosition:
					    type: group-offsets
					  autoOffsetResetPosition: earliest
					  topics:
					    - topic: in
					      valueType: dev.statefun.client/Request
					      targets:
					        - dev.statefun.client.ask/shop
					  properties:
					    - flink.partition-discovery.interval-millis: '10000'
					---
					kind: io.statefun.kafka.v1/egress
					spec:
					  id: dev.statefun.client/shop
					  address: localhost:1
					  deliverySemantic:
					    type: at-least-once
					"""));
	}

	@Test
	void whenAnswersWaitForCheckpointsThenTheEgressIsExactlyOnce() {
		this.contextRunner.withBean(Greeter.class)
			.withPropertyValues("statefun.client.wait-for-checkpoint=true",
					"statefun.client.kafka.transaction-timeout=2m",
					"statefun.client.kafka.engine.bootstrap-servers=kafka:9092",
					"statefun.client.kafka.engine.properties.security.protocol=SSL")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("""
					  properties:
					    - flink.partition-discovery.interval-millis: '10000'
					    - security.protocol: SSL
					""", """
					  id: dev.statefun.client.durable/shop
					  address: kafka:9092
					  deliverySemantic:
					    type: exactly-once
					    transactionTimeout: 120000ms
					  properties:
					    - security.protocol: SSL
					"""));
	}

	@Test
	void whenTheEngineIsOf2xThenTheModuleFileIsInItsForm() {
		this.contextRunner.withBean(Greeter.class)
			.withPropertyValues("statefun.module.engine=v2", "statefun.client.wait-for-checkpoint=true")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains(
					"type: statefun.kafka.io/routable-protobuf-ingress", "typeUrl: dev.statefun.client/Request",
					"type: statefun.kafka.io/generic-egress", "transactionTimeoutMillis: 900000"));
	}

	@Test
	void whenTheBrokersAreThoseOfConnectionDetailsThenTheEngineGetsThem() {
		KafkaConnectionDetails details = () -> List.of("a:1", "b:2");
		this.contextRunner.withBean(Greeter.class)
			.withBean(KafkaConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("address: a:1,b:2"));
	}

	@Test
	void whenTheApplicationHasATransportThenTheClientUsesThat() {
		this.contextRunner.withBean(ClientTransport.class, Transport::new).withBean(Greeter.class).run((context) -> {
			assertThat(context).getBean(ClientTransport.class).isInstanceOf(Transport.class);
			assertThat(context.getBean(ModuleFile.class).write()).doesNotContain("kafka");
		});
	}

	@Test
	void whenThereIsNoSpringKafkaThenStartupSaysSo() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.kafka"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("statefun.client.kafka.ingress-topic", "spring-boot-starter-kafka"));
	}

	@Test
	void whenThereAreNoFactoriesThenStartupSaysSo() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class,
					StatefunKafkaClientAutoConfiguration.class, StatefunClientAutoConfiguration.class))
			.withPropertyValues("statefun.client.kafka.ingress-topic=in", "statefun.client.kafka.egress-topic=out")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("ProducerFactory", "@Primary", "spring-boot-starter-kafka"));
	}

	@ParameterizedTest
	@CsvSource({ "ingress-topic, ''", "egress-topic, ''", "egress-topic, in", "max-answer-size, 1KB",
			"transaction-timeout, 0s" })
	void whenAPropertyIsInvalidThenStartupFailsAndNamesIt(String name, String value) {
		this.contextRunner.withPropertyValues("statefun.client.kafka." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("statefun.client.kafka." + name));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenKafkaIsNotReachedThenOneLineHealthAndAsksSaySo(CapturedOutput output) {
		this.contextRunner.withBean(Greeter.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(StatefunClient.class).to("demo/greeter", "ada").ask("hi", String.class))
				.failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withMessageContaining("Kafka is not reached at localhost:1");
			assertThat(context.getBean(HealthIndicator.class).health())
				.satisfies((health) -> assertThat(health.getStatus()).isEqualTo(Status.DOWN))
				.satisfies((health) -> assertThat(health.getDetails().get("answers")).asString()
					.contains("Kafka is not reached at localhost:1"));
			assertThat(output.getOut().lines().filter((line) -> line.contains("localhost:1"))).hasSize(1);
		});
		this.contextRunner.withBean(Greeter.class)
			.withPropertyValues("statefun.export.schema=somewhere")
			.run((context) -> assertThat(context.getBean(ClientTransport.class).problem())
				.contains("no consumer has been started"));
	}

}
