package dev.statefun.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.statefun.autoconfigure.internal.FrozenProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.util.TestPropertyValues.Type;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link PropertiesCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesCheckTests {

	private static final String RULE = "statefun.errors.rules[0].";

	private static final String RULE_VARIABLE = "STATEFUN_ERRORS_RULES_0_";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "statefun.pth, statefun.path", "statefun.maxRequestSiz, statefun.max-request-size",
			"statefun.port, statefun.server.port", "statefun.server, statefun.server.port",
			"statefun.server.prot, statefun.server.port", "statefun.server.port[0], statefun.server.port",
			"statefun.embedded-engine.ingress-prot, statefun.embedded-engine.ingress-port",
			"statefun.embedded-engin.flink.parallelism.default, statefun.embedded-engine.flink",
			"statefun.error.max-threads, statefun.errors.max-threads",
			"statefun.errors.rules.action, statefun.errors.rules",
			"statefun.errors.rules[3].exeptions, statefun.errors.rules[3].exceptions",
			"statefun.errors.rules[3].exeptions[1], statefun.errors.rules[3].exceptions",
			"statefun.errors.rules[0].functions.name, statefun.errors.rules[0].functions",
			"statefun.errors.rules[0].retry.max-retires, statefun.errors.rules[0].retry.max-retries",
			"statefun.module.transport.typ, statefun.module.transport.type" })
	void whenAPropertyDoesNotExistThenTheStartupFailsAndNamesTheNearestOne(String property, String nearest) {
		this.contextRunner.withPropertyValues(property + "=1")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidPropertiesException.class)
				.hasMessageContaining(property + " (")
				.hasMessageContaining("did you mean " + nearest));
	}

	@Test
	void whenSeveralPropertiesDoNotExistThenTheErrorNamesAllAndNoValues() {
		this.contextRunner.withPropertyValues("statefun.secrt=0123456789abcdef", "statefun.pth=/x")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("statefun.secret?")
				.hasMessageContaining("statefun.path?")
				.message()
				.doesNotContain("0123456789abcdef"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefun.path=/x", "statefun.maxRequestSize=1MB", "statefun.max_request_size=1MB",
			"STATEFUN.PATH=/x", "statefun.server.max-connections=1", "statefun.tomcat.enabled=false",
			"statefun.reactor-netty.pooled-allocator=false", "statefun.embedded-engine.enabled=false",
			"statefun.embedded-engine.flink.parallelism.default=2",
			"statefun.embedded-engine.flink[parallelism.default]=2", "statefun.embedded-engine.jvm-options=-Xmx1g",
			"statefun.embedded-engine.jvmOptions[0]=-Xmx1g", "statefun.test.engine=IN_MEMORY", "statefun.errors.rules=",
			RULE + "exceptions=java.io.IOException", RULE + "exceptions[0]=java.io.IOException",
			RULE + "messageTypes[0]=demo/*", RULE + "retry.maxRetries=1", "statefun=", "statefun.server=",
			"statefunction.x=1", "my.statefun.x=1" })
	void whenAPropertyExistsThenTheApplicationStarts(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "STATEFUN_PORT=tcp://10.0.0.1:80", "STATEFUN_SERVICE_HOST=10.0.0.1", "STATEFUN_PTH=/x",
			"STATEFUN_PORT_80_TCP_ADDR=10.0.0.1", "statefun.pth=/x", RULE_VARIABLE + "EXCEPTIONS=java.io.IOException",
			RULE_VARIABLE + "EXCEPTIONS_0=java.io.IOException", RULE_VARIABLE + "MESSAGETYPES=demo/*",
			RULE_VARIABLE + "MESSAGE_TYPES=demo/*", RULE_VARIABLE + "RETRY_MAXRETRIES=1",
			RULE_VARIABLE + "RETRY_MAX_RETRIES=1", RULE_VARIABLE + "ACTION=fail" })
	void whenKubernetesHasAServiceOfThatNameThenTheApplicationStarts(String variable) {
		withVariables(variable).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "EXEPTIONS, exceptions", "MESSAGETYPE, message-types", "FUNCTIONS_NAME, functions",
			"RETRY_MAX_RETIRES, retry.max-retries" })
	void whenAVariableMisspellsAKeyOfARuleThenTheStartupFails(String key, String nearest) {
		withVariables(RULE_VARIABLE + key + "=demo/x", RULE_VARIABLE + "ACTION=skip")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidPropertiesException.class)
				.hasMessageContaining(RULE_VARIABLE + key)
				.hasMessageContaining("did you mean " + RULE + nearest));
	}

	@Test
	void whenAVariableReplacesARuleAndLosesItsConditionsThenTheStartupFails() {
		withVariables(RULE_VARIABLE + "ACTION=skip")
			.withPropertyValues(RULE + "exceptions=java.io.IOException", RULE + "action=fail")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidPropertiesException.class)
				.hasMessageContaining("statefun.errors.rules[0] (")
				.hasMessageContaining("functions=*"));
	}

	@Test
	void whenAVariableReplacesARuleWithItsConditionsThenTheApplicationStarts() {
		withVariables(RULE_VARIABLE + "ACTION=skip", RULE_VARIABLE + "FUNCTIONS=*")
			.withPropertyValues(RULE + "exceptions=java.io.IOException", RULE + "action=fail")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** They come before the other values, as a system's variables come before files. */
	private ApplicationContextRunner withVariables(String... variables) {
		return this.contextRunner.withInitializer((context) -> TestPropertyValues.of(variables)
			.applyTo(context.getEnvironment(), Type.SYSTEM_ENVIRONMENT, "variables"));
	}

	@Test
	void whenASystemPropertyDoesNotExistThenTheLogSaysSo(CapturedOutput output) {
		this.contextRunner.withSystemProperties("statefun.pth=/x").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("statefun.pth (systemProperties), did you mean statefun.path?");
		});
	}

	@Test
	void whenASystemPropertyMisspellsAKeyOfARuleThenTheStartupFails() {
		this.contextRunner.withSystemProperties(RULE + "exeptions=java.io.IOException")
			.run((context) -> assertThat(context).getFailure().isInstanceOf(InvalidPropertiesException.class));
	}

	@Test
	void whenTheServerIsConfiguredWithoutAPortThenTheLogSaysThatItHasNoEffect(CapturedOutput output) {
		this.contextRunner.withPropertyValues("statefun.server.ssl.bundle=engine")
			.run((context) -> assertThat(output)
				.contains("[statefun.server.ssl.bundle] have no effect without one of [statefun.server.port"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "statefun.server.port=0", "statefun.server.port=", "statefun.server.unix-domain-socket=x" })
	void whenTheServerIsConfiguredWithAPortThenTheLogHasNoWarning(String property, CapturedOutput output) {
		this.contextRunner.withPropertyValues("statefun.server.ssl.bundle=engine", property)
			.run((context) -> assertThat(output).doesNotContain("no effect"));
	}

	@Test
	void whenAFileHasAnUnknownPropertyThenTheFailureSaysInWhichLine(@TempDir Path directory, CapturedOutput output)
			throws IOException {
		Path file = Files.writeString(directory.resolve("application.yaml"), """
				statefun:
				  errors:
				    rules:
				      - exeptions: java.io.IOException
				        action: skip
				""");
		assertThatExceptionOfType(InvalidPropertiesException.class)
			.isThrownBy(() -> run("--spring.config.location=" + file));
		assertThat(output).contains("APPLICATION FAILED TO START", "application.yaml", " - 4:20",
				"did you mean statefun.errors.rules[0].exceptions?", "Correct or remove them.");
	}

	@Test
	void whenTheCommandLineHasAnUnknownPropertyThenTheStartupFails() {
		assertThatExceptionOfType(InvalidPropertiesException.class).isThrownBy(() -> run("--statefun.pth=/x"))
			.withMessageContaining("statefun.path");
	}

	private static void run(String argument) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(argument).close();
	}

	@ParameterizedTest
	@CsvSource({ "statefun.server.port=0, was not set", "statefun.tomcat.enabled=false, was true",
			"statefun.observations.enabled=true, was not set" })
	void whenAheadOfTimeProcessingHasFrozenAPropertyThenAChangeStopsStartup(String property, String was) {
		frozen().withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidPropertiesException.class)
				.hasMessageContaining(property.substring(0, property.indexOf('=')) + " " + was)
				.hasMessageContaining("-Dspring.aot.enabled=false"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "statefun.tomcat.enabled=true", "statefun.secret=0123456789abcdef", "statefun.path=/x",
			"statefun.server.port=" })
	void whenAheadOfTimeProcessingHasFrozenPropertiesThenOthersStillWork(String property) {
		frozen().withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	/** As an application that was processed without any property. */
	private ApplicationContextRunner frozen() {
		FrozenProperties frozen = FrozenProperties.of(new MockEnvironment());
		return this.contextRunner.withInitializer(
				(context) -> context.getBeanFactory().registerSingleton(FrozenProperties.BEAN_NAME, frozen));
	}

	@Test
	void whenAheadOfTimeThenTheNamesAreStillThere() {
		RuntimeHints hints = new RuntimeHints();
		new KnownProperties.Hints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource("dev/statefun/autoconfigure/properties.txt"))
			.accepts(hints);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StatefunAutoConfiguration.class)
	static class Application {

	}

}
