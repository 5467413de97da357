package dev.statefun.autoconfigure.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.module.internal.Credentials;
import dev.statefun.autoconfigure.module.internal.EngineModule;
import dev.statefun.autoconfigure.module.internal.EngineModule.KafkaConnection;
import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.autoconfigure.module.internal.Transport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ModuleDocuments}.
 */
class ModuleDocumentsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class))
		.withBean("greeter", PlaceholdersTests.Greeter.class)
		.withPropertyValues("statefun.module.url=http://app:8080/statefun")
		.withBean("logins", ModuleDocuments.class,
				() -> (engine) -> List.of(ModuleDocument.ingress("demo/logins", "ingress-of-" + engine,
						Map.of("address", "kafka:9092"), "the bean logins")))
		.withBean("greetings", ModuleDocuments.class,
				() -> (engine) -> List.of(
						ModuleDocument.egress("demo/greetings", "io.statefun.kafka.v1/egress",
								Map.of("address", "kafka:9093", "properties",
										List.of(Map.of("sasl.jaas.config", "user tiger"))),
								"the bean greetings"),
						ModuleDocument.egress("demo/logins", "other", Map.of(), "the bean greetings")));

	@TempDir
	private Path directory;

	@Test
	void whenBeansContributeThenTheFileOf3xHasTheirDocuments() {
		this.contextRunner.withPropertyValues(include("# mine\nkind: example/egress\nspec: {id: demo/own}\n"))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).endsWith("""
					type: io.statefun.transports.v1/async
					---
					kind: ingress-of-V3
					spec:
					  id: demo/logins
					  address: kafka:9092
					---
					kind: io.statefun.kafka.v1/egress
					spec:
					  id: demo/greetings
					""" + context.getBean(ModuleFile.class).write().split("id: demo/greetings\n")[1]).endsWith("""
					---
					kind: other
					spec:
					  id: demo/logins
					---
					# mine
					kind: example/egress
					spec: {id: demo/own}
					"""));
	}

	@Test
	void whenBeansContributeThenTheModuleOf2xHasThemBesideThoseOfTheIncludedFile() {
		this.contextRunner
			.withPropertyValues("statefun.module.engine=v2",
					include("version: '1.0'\nmodule: {spec: {ingresses: [{ingress: {meta: {id: demo/own, type: t}}}],"
							+ " routers: [{router: {}}]}}"))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("""
					    ingresses:
					      - ingress:
					          meta:
					            type: ingress-of-V2
					            id: demo/logins
					          spec:
					            address: kafka:9092
					      - ingress:
					          meta:
					            id: demo/own
					            type: t
					    egresses:
					      - egress:
					          meta:
					            type: io.statefun.kafka.v1/egress
					            id: demo/greetings
					""").contains("routers:", "demo/greeter"));
	}

	@Test
	void whenBeansContributeThenTheEmbeddedEngineHasTheirDocuments() {
		this.contextRunner.withPropertyValues("statefun.module.engine=v2").run((context) -> {
			EngineModule module = context.getBean(ModuleFile.class)
				.writeEmbedded(List.of("demo/greeter"), RemoteEndpoint.of("http://app", Transport.ASYNC), null);
			assertThat(module.text()).contains("kind: ingress-of-V3", "functions: demo/greeter");
			assertThat(module.connections())
				.containsExactly(new KafkaConnection("egress demo/greetings", "kafka:9093", false));
			assertThat(module.credentials()).containsExactly("user tiger");
		});
	}

	@Test
	void whenTheFileIsShownThenCredentialsAreMasked() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(ModuleFile.class).writeMasked(Credentials::masked))
				.contains("kind: ingress-of-V3", "address: kafka:9092", "sasl.jaas.config: '******'")
				.doesNotContain("tiger"));
	}

	@Test
	void whenAnEgressIsContributedThenItIsNotMissing() {
		this.contextRunner.withPropertyValues(include("kind: example/egress\nspec: {id: demo/own}\n"))
			.run((context) -> assertThat(
					context.getBean(ModuleFile.class).missing(Set.of("demo/greetings", "demo/own", "demo/none")))
				.singleElement()
				.asString()
				.contains("demo/none"));
	}

	@ParameterizedTest
	@CsvSource({ "v3, 'kind: a/ingress\nspec: {id: demo/logins}'", "v3, 'kind: a/egress\nspec: {id: demo/logins}'",
			"v2, 'version: \"1.0\"\nmodule: {spec: {egresses: [{egress: {meta: {id: demo/greetings}}}]}}'",
			"v3, 'version: \"3.0\"\nmodule: {spec: {ingresses: [{ingress: {meta: {id: demo/logins, type: io.statefun.kafka/ingress}}}]}}'" })
	void whenTwoDocumentsHaveTheSameIdThenTheErrorNamesBothPlaces(String engine, String file) {
		this.contextRunner.withPropertyValues("statefun.module.engine=" + engine, include(file))
			.run((context) -> assertFailure(context).isInstanceOf(ModuleException.class)
				.message()
				.matches(
						"The (in|e)gress demo/(logins|greetings) is in the bean (logins|greetings) and in the file .*included.yaml.*"));
	}

	@Test
	void whenOneFileHasAnIdTwiceThenTheErrorSaysSo() {
		String document = "kind: a/egress\nspec: {id: demo/own}\n";
		this.contextRunner.withPropertyValues(include(document + "---\n" + document))
			.run((context) -> assertFailure(context).hasMessageContaining("The egress demo/own is twice in the file"));
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

}
