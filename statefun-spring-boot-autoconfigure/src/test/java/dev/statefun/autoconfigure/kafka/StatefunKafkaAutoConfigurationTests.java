package dev.statefun.autoconfigure.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.actuate.StatefunActuatorEndpoint;
import dev.statefun.autoconfigure.actuate.StatefunActuatorEndpointAutoConfiguration;
import dev.statefun.autoconfigure.actuate.StatefunDescriptor.DocumentDescriptor;
import dev.statefun.autoconfigure.module.ModuleException;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.StatefunModuleAutoConfiguration;
import dev.statefun.autoconfigure.module.internal.Credentials;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StatefunKafkaAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunKafkaAutoConfigurationTests {

	private static final String FULL = """
			statefun:
			  module:
			    url: http://app:8080/statefun
			  kafka:
			    bootstrap-servers: kafka-1:9092,kafka-2:9092
			    security:
			      protocol: SASL_SSL
			      mechanism: scram-sha-512
			      username: orders
			      password: 'a"b\\c'
			    properties:
			      ssl.truststore.location: /etc/kafka/ca.jks
			      ssl.truststore.password: changeit
			    ingresses:
			      logins:
			        id: demo/logins
			        group-id: orders
			        start-position: earliest
			        auto-offset-reset: earliest
			        topics:
			        - name: logins
			          value-type: io.statefun.types/string
			          targets:
			          - demo/greeter
			          - demo/counter
			        properties:
			          isolation.level: read_committed
			    egresses:
			      greetings:
			        id: demo/greetings
			        bootstrap-servers:
			        - other:9093
			        - other:9094
			        delivery: exactly-once
			        transaction-timeout: 5m
			""";

	private static final String EXAMPLE = """
			statefun:
			  kafka:
			    ingresses:
			      logins:
			        start-position: earliest
			        topics:
			        - name: logins
			          value-type: io.statefun.types/string
			          targets: demo/greeter
			    egresses:
			      greetings:
			        id: demo/greetings
			        delivery: exactly-once
			        transaction-timeout: 5m
			""";

	private static final String TOPIC = "statefun.kafka.ingresses.logins.topics[0].";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class,
				StatefunKafkaAutoConfiguration.class))
		.withBean("greeter", GreeterFunction.class)
		.withBean("counter", CounterFunction.class)
		.withPropertyValues("statefun.module.url=http://app/statefun");

	private final ApplicationContextRunner withIngress = this.contextRunner.withPropertyValues(
			"statefun.kafka.bootstrap-servers=kafka:9092", TOPIC + "name=logins",
			TOPIC + "value-type=io.statefun.types/string", TOPIC + "targets=demo/greeter");

	@TempDir
	private Path directory;

	@Test
	void whenAllIsConfiguredThenTheFileOf3xHasIt() {
		this.contextRunner.withInitializer((context) -> yaml(context, FULL))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).endsWith(
					"""
							---
							kind: io.statefun.kafka.v1/ingress
							spec:
							  id: demo/logins
							  address: kafka-1:9092,kafka-2:9092
							  consumerGroupId: orders
							  startupPosition:
							    type: earliest
							  autoOffsetResetPosition: earliest
							  topics:
							    - topic: logins
							      valueType: io.statefun.types/string
							      targets:
							        - demo/greeter
							        - demo/counter
							  properties:
							    - security.protocol: SASL_SSL
							    - sasl.mechanism: SCRAM-SHA-512
							    - sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="orders" password="a\\"b\\\\c";
							    - ssl.truststore.location: /etc/kafka/ca.jks
							    - ssl.truststore.password: changeit
							    - isolation.level: read_committed
							---
							kind: io.statefun.kafka.v1/egress
							spec:
							  id: demo/greetings
							  address: other:9093,other:9094
							  deliverySemantic:
							    type: exactly-once
							    transactionTimeout: 300000ms
							  properties:
							    - security.protocol: SASL_SSL
							    - sasl.mechanism: SCRAM-SHA-512
							    - sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="orders" password="a\\"b\\\\c";
							    - ssl.truststore.location: /etc/kafka/ca.jks
							    - ssl.truststore.password: changeit
							"""));
	}

	@Test
	void whenTheEngineIsOf2xThenTheModuleHasItInThatForm() {
		this.contextRunner.withInitializer((context) -> yaml(context, FULL))
			.withPropertyValues("statefun.protocol=v2")
			.run((context) -> {
				String file = context.getBean(ModuleFile.class).write();
				assertThat(file).contains("""
						    ingresses:
						      - ingress:
						          meta:
						            type: statefun.kafka.io/routable-protobuf-ingress
						            id: demo/logins
						          spec:
						            address: kafka-1:9092,kafka-2:9092
						""", """
						              - topic: logins
						                typeUrl: io.statefun.types/string
						                targets:
						                  - demo/greeter
						""", """
						          meta:
						            type: statefun.kafka.io/generic-egress
						            id: demo/greetings
						""", """
						            deliverySemantic:
						              type: exactly-once
						              transactionTimeoutMillis: 300000
						""");
			});
	}

	@ParameterizedTest
	@CsvSource({ "start-position=group-offsets, '{type=group-offsets}'", "start-position=latest, '{type=latest}'",
			"start-date=2026-01-31T09:00:00.5+01:00, '{type=date, date=2026-01-31 08:00:00.500 +0000}'",
			"start-position=date|start-date=2026-01-31T08:00:00Z, '{type=date, date=2026-01-31 08:00:00.000 +0000}'",
			"topics[0].start-offsets=42!7, '{type=specific-offsets, offsets=[{logins/0=42}, {logins/1=7}]}'",
			"'', null" })
	void whenAStartIsConfiguredThenTheEngineBeginsThere(String properties, String start) {
		this.withIngress.withPropertyValues(ingress(properties.replace('!', ','))).run((context) -> {
			Map<?, ?> document = document(context.getBean(ModuleFile.class).write(), "io.statefun.kafka.v1/ingress");
			assertThat(String.valueOf(document.get("startupPosition"))).isEqualTo(start);
		});
	}

	@Test
	void whenNothingElseIsConfiguredThenNamesMakeIdsAndGroups() {
		this.withIngress
			.withPropertyValues("statefun.kafka.egresses.greetings.delivery=at-least-once",
					"statefun.kafka.egresses[demo/own].delivery=none")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("id: kafka/logins",
					"consumerGroupId: kafka/logins", "id: kafka/greetings", "id: demo/own"));
	}

	@Test
	void whenSpringNamesTheBrokersThenTheyAreTheEngines() {
		ApplicationContextRunner runner = this.withIngress.withPropertyValues("statefun.kafka.bootstrap-servers=",
				"statefun.kafka.egresses.greetings.delivery=none", "spring.kafka.bootstrap-servers=spring:9092",
				"spring.kafka.producer.bootstrap-servers=a:1,b:2");
		runner.withClassLoader(new FilteredClassLoader(KafkaConnectionDetails.class)).run(this::assertSprings);
		runner.run(this::assertSprings);
		runner.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class)).run(this::assertSprings);
	}

	private void assertSprings(ApplicationContext context) {
		String file = context.getBean(ModuleFile.class).write();
		assertThat(document(file, "io.statefun.kafka.v1/ingress").get("address")).isEqualTo("spring:9092");
		assertThat(document(file, "io.statefun.kafka.v1/egress").get("address")).isEqualTo("a:1,b:2");
	}

	@Test
	void whenAServiceConnectionNamesTheBrokersThenDocumentsAndPlaceholdersHaveThem() {
		this.withIngress.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
			.withBean(KafkaConnectionDetails.class, () -> () -> List.of("container:32768"))
			.withPropertyValues("statefun.kafka.bootstrap-servers=",
					include("kind: a/egress\nspec: {id: a/b, address: '${spring.kafka.bootstrap-servers:no:1}'}"))
			.run((context) -> {
				String file = context.getBean(ModuleFile.class).write();
				assertThat(document(file, "io.statefun.kafka.v1/ingress").get("address")).isEqualTo("container:32768");
				assertThat(document(file, "a/egress").get("address")).isEqualTo("container:32768");
			});
	}

	@Test
	void whenSpringKafkaIsNotConfiguredThenThePlaceholdersOwnDefaultCounts() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
			.withPropertyValues(
					include("kind: a/egress\nspec: {id: a/b, address: '${spring.kafka.bootstrap-servers:mine:1}'}"))
			.run((context) -> assertThat(document(context.getBean(ModuleFile.class).write(), "a/egress").get("address"))
				.isEqualTo("mine:1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "targets=demo/greter; demo/greter, which this application does not have",
					"targets=demo/counter|value-type=demo/Login; no handler for demo/Login",
					"targets=demo/greeter,a/b; a/b, which this application does not have", "targets=greeter; targets",
					"value-type=string; value-type", "name=; name", "targets=; targets" })
	void whenATopicDoesNotFitTheFunctionsThenStartupSaysSo(String properties, String reason) {
		this.withIngress.withPropertyValues(prefixed(TOPIC, properties))
			.run((context) -> assertFailure(context).message()
				.contains("statefun.kafka.ingresses.logins")
				.contains(reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "ingresses.logins.id=logins; ingresses.logins.id",
			"bootstrap-servers=kafka; bootstrap-servers",
			"ingresses.logins.bootstrap-servers=a:1,b; ingresses.logins.bootstrap-servers",
			"ingresses.logins.properties.group.id=a; ingresses.logins.group-id",
			"ingresses.logins.properties.auto.offset.reset=latest; ingresses.logins.auto-offset-reset",
			"ingresses.logins.start-position=date; ingresses.logins.start-date",
			"ingresses.logins.start-position=latest|ingresses.logins.start-date=2026-01-31T08:00:00Z; ingresses.logins.start-date",
			"ingresses.logins.start-position=specific-offsets; start-offsets",
			"ingresses.logins.start-position=latest|ingresses.logins.topics[0].start-offsets=1; start-offsets",
			"ingresses.logins.topics[0].start-offsets=-1; start-offsets",
			"ingresses.logins.topics[1].name=logins|ingresses.logins.topics[1].targets=demo/greeter|ingresses.logins.topics[1].value-type=a/b; twice",
			"ingresses.other.group-id=a; ingresses.other.topics", "ingresses.logins.group=a; group",
			"egresses.a.transaction-timeout=1m; exactly-once",
			"egresses.a.delivery=exactly-once|egresses.a.transaction-timeout=1ms; transaction-timeout",
			"egresses.a.delivery=twice; egresses.a.delivery",
			"egresses.a.properties.transaction.timeout.ms=5; transaction-timeout",
			"properties.bootstrap.servers=a:1; bootstrap-servers", "properties.group.id=a; group-id",
			"properties.key.serializer=a; key.serializer", "security.username=a; security.password",
			"security.password=a; security.username", "security.protocol=TLS; security.protocol",
			"security.protocol=SSL|security.username=a|security.password=b; security.protocol" })
	void whenAPropertyCannotWorkThenStartupNamesIt(String properties, String name) {
		this.withIngress.withPropertyValues(prefixed("statefun.kafka.", properties))
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(name));
	}

	@Test
	void whenThePasswordIsWrongOnItsOwnThenItIsNotInTheError() {
		this.withIngress.withPropertyValues("statefun.kafka.security.password=tiger")
			.run((context) -> assertFailure(context).message().doesNotContain("tiger"));
	}

	@Test
	void whenOnlyTheApplicationAuthenticatesThenStartupWarns(CapturedOutput output) {
		ApplicationContextRunner runner = this.withIngress.withPropertyValues("statefun.kafka.bootstrap-servers=",
				"spring.kafka.bootstrap-servers=kafka:9092", "spring.kafka.security.protocol=SASL_SSL");
		runner.withPropertyValues("statefun.kafka.security.protocol=SSL")
			.run((context) -> assertThat(output).doesNotContain("but not to the engine"));
		runner.run((context) -> assertThat(output)
			.contains("'spring.kafka.security.protocol' applies to the application, but not to the engine"));
	}

	@Test
	void whenNobodyKnowsWhereKafkaIsThenStartupSaysSo() {
		this.withIngress.withPropertyValues("statefun.kafka.bootstrap-servers=")
			.run((context) -> assertFailure(context).isInstanceOf(ModuleException.class)
				.hasMessageContaining("'statefun.kafka.ingresses.logins'")
				.hasMessageContaining("'statefun.kafka.bootstrap-servers'"));
	}

	@Test
	void whenTheTargetIsAFunctionOfTheIncludedFileThenItIsFine() {
		this.withIngress
			.withPropertyValues(TOPIC + "targets=other/function", include(
					"kind: io.statefun.endpoints.v2/http\nspec: {functions: other/*, urlPathTemplate: 'http://o'}"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenADocumentHasTheIdOfAPropertyThenTheErrorNamesBothPlaces() {
		this.withIngress.withPropertyValues(include("kind: io.statefun.kafka.v1/ingress\nspec: {id: kafka/logins}"))
			.run((context) -> assertFailure(context).message()
				.contains("The ingress kafka/logins is in 'statefun.kafka.ingresses.logins' and in the file",
						"included.yaml"));
		this.withIngress
			.withPropertyValues("statefun.kafka.egresses.a.id=demo/same", "statefun.kafka.egresses.b.id=demo/same")
			.run((context) -> assertFailure(context).hasMessageContaining(
					"The egress demo/same is in 'statefun.kafka.egresses.a' and in 'statefun.kafka.egresses.b'"));
	}

	@Test
	void whenDeadLettersHaveNoEgressThenStartupWarns(CapturedOutput output) {
		this.withIngress.withPropertyValues("statefun.errors.dead-letter.egress=kafka/dead")
			.run((context) -> assertThat(output).contains("The module file has no egress kafka/dead"));
		int length = output.length();
		this.withIngress
			.withPropertyValues("statefun.errors.dead-letter.egress=kafka/dead",
					"statefun.kafka.egresses.dead.delivery=at-least-once")
			.run((context) -> assertThat(output.toString().substring(length)).doesNotContain("has no egress"));
	}

	@Test
	void whenTheFileOrTheActuatorShowsCredentialsThenTheyAreMasked() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(StatefunActuatorEndpointAutoConfiguration.class,
					EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=statefun")
			.withInitializer((context) -> yaml(context, FULL))
			.run((context) -> {
				assertThat(context.getBean(ModuleFile.class).writeMasked(Credentials::masked))
					.contains("sasl.jaas.config: '******'", "ssl.truststore.password: '******'")
					.doesNotContain("orders\"", "changeit");
				DocumentDescriptor ingress = context.getBean(StatefunActuatorEndpoint.class)
					.statefun()
					.ingresses()
					.get("demo/logins");
				assertThat(ingress.source()).isEqualTo("'statefun.kafka.ingresses.logins'");
				assertThat(ingress.spec().toString()).contains("kafka-1:9092", "sasl.jaas.config=******")
					.doesNotContain("changeit", "username=");
			});
	}

	@Test
	void whenADeployedFileLacksAnIngressThenTheCheckReportsIt() throws Exception {
		Path deployed = Files.writeString(this.directory.resolve("module.yaml"), """
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: http://app/statefun}
				""");
		this.withIngress.withPropertyValues("statefun.check.module-file=" + deployed)
			.run((context) -> assertThatExceptionOfType(ModuleException.class)
				.isThrownBy(() -> context
					.publishEvent(new ApplicationStartedEvent(new SpringApplication(), new String[0],
							context.getSourceApplicationContext(ConfigurableApplicationContext.class), Duration.ZERO)))
				.withMessageContaining(
						"The module file has no ingress kafka/logins, which 'statefun.kafka.ingresses.logins' describes."));
	}

	@Test
	void whenTheDocumentationHasAnExampleThenItIsThis() throws Exception {
		assertThat(Files.readString(Path.of("..", "docs", "operations.md")).replace("\r\n", "\n"))
			.contains("```yaml\n" + EXAMPLE + "```\n");
		this.contextRunner.withInitializer((context) -> yaml(context, EXAMPLE))
			.withPropertyValues("spring.kafka.bootstrap-servers=kafka:9092")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).endsWith("""
					---
					kind: io.statefun.kafka.v1/ingress
					spec:
					  id: kafka/logins
					  address: kafka:9092
					  consumerGroupId: kafka/logins
					  startupPosition:
					    type: earliest
					  topics:
					    - topic: logins
					      valueType: io.statefun.types/string
					      targets:
					        - demo/greeter
					---
					kind: io.statefun.kafka.v1/egress
					spec:
					  id: demo/greetings
					  address: kafka:9092
					  deliverySemantic:
					    type: exactly-once
					    transactionTimeout: 300000ms
					"""));
	}

	@Test
	void whenBeansAreLazyThenStartupChecksAllTheSame() {
		this.withIngress
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues(TOPIC + "targets=demo/greter")
			.run((context) -> assertThat(context).hasFailed());
	}

	private static AbstractThrowableAssert<?, ?> assertFailure(AssertableApplicationContext context) {
		return assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()));
	}

	private String include(String text) {
		try {
			return "statefun.module.include=" + Files.writeString(this.directory.resolve("included.yaml"), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String[] ingress(String properties) {
		return prefixed("statefun.kafka.ingresses.logins.", properties);
	}

	private static String[] prefixed(String prefix, String properties) {
		return properties.isEmpty() ? new String[0]
				: List.of(properties.split("\\|")).stream().map(prefix::concat).toArray(String[]::new);
	}

	private static void yaml(ConfigurableApplicationContext context, String text) {
		try {
			new YamlPropertySourceLoader().load("application.yaml", new ByteArrayResource(text.getBytes()))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<?, ?> document(String file, String kind) {
		for (Object document : new Yaml().loadAll(file)) {
			if (document instanceof Map<?, ?> mapping && kind.equals(mapping.get("kind"))) {
				return (Map<?, ?>) mapping.get("spec");
			}
		}
		throw new AssertionError("No " + kind + " in " + file);
	}

	@StatefunFunction("demo/greeter")
	static class GreeterFunction {

		@StatefunHandler
		void greet(String name) {
		}

	}

	@StatefunFunction("demo/counter")
	static class CounterFunction {

		@StatefunHandler
		void count(String name) {
		}

	}

}
