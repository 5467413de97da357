package dev.statefun.autoconfigure.module;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.example.CounterApplication;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ModuleFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ModuleFileTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class))
		.withUserConfiguration(Functions.class);

	private final ApplicationContextRunner located = this.contextRunner
		.withPropertyValues("statefun.module.url=http://app:8080/statefun");

	@TempDir
	private Path directory;

	@Test
	void whenNothingElseIsSetThenTheFileIsForAnEngineOf3x() {
		this.located.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).isEqualTo("""
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: demo/counter
				  urlPathTemplate: http://app:8080/statefun
				  transport:
				    type: io.statefun.transports.v1/async
				---
				kind: io.statefun.endpoints.v2/http
				spec:
				  functions: demo/greeter
				  urlPathTemplate: http://app:8080/statefun
				  transport:
				    type: io.statefun.transports.v1/async
				"""));
	}

	@Test
	void whenTheReadmeShowsTheFileOfItsApplicationThenItIsThatFile() throws Exception {
		String readme = Files.readString(Path.of("..", "README.md")).replace("\r\n", "\n");
		String url = "statefun.module.url=http://counter:8080/statefun";
		assertThat(readme).contains("--" + url);
		new ApplicationContextRunner().withUserConfiguration(CounterApplication.class)
			.withPropertyValues(url)
			.run((context) -> assertThat(readme)
				.contains("```yaml\n" + context.getBean(ModuleFile.class).write() + "```\n"));
	}

	@Test
	void whenTheAsyncTransportIsConfiguredThenTheFileHasItsOptions() {
		this.located
			.withPropertyValues("statefun.module.max-num-batch-requests=500",
					"statefun.module.transport.call-timeout=2m", "statefun.module.transport.connect-timeout=1500ms",
					"statefun.module.transport.pool-ttl=15s", "statefun.module.transport.pool-size=64",
					"statefun.module.transport.max-payload-size=16MB",
					"statefun.module.transport.trust-ca-certs=classpath:ca.pem",
					"statefun.module.transport.client-cert=/certs/client.pem",
					"statefun.module.transport.client-key=/certs/client.key",
					"statefun.module.transport.client-key-password=/certs/password")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("""
					  maxNumBatchRequests: 500
					  transport:
					    type: io.statefun.transports.v1/async
					    call: 2min
					    connect: 1500ms
					    pool_ttl: 15s
					    pool_size: 64
					    payload_max_bytes: 16777216
					    trust_cacerts: classpath:ca.pem
					    client_cert: /certs/client.pem
					    client_key: /certs/client.key
					    client_key_password: /certs/password
					"""));
	}

	@Test
	void whenTheOkHttpTransportIsConfiguredThenTheFileHasItsTimeouts() {
		this.located
			.withPropertyValues("statefun.module.transport.type=okhttp", "statefun.module.transport.call-timeout=1h",
					"statefun.module.transport.read-timeout=20s", "statefun.module.transport.write-timeout=5s")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("""
					  transport:
					    type: io.statefun.transports.v1/okhttp
					    timeouts:
					      call: 1h
					      read: 20s
					      write: 5s
					"""));
	}

	@Test
	void whenTheProtocolIsThatOf2xThenTheFileNamesTheStates() {
		this.located
			.withPropertyValues("statefun.protocol=v2", "statefun.module.max-num-batch-requests=7",
					"statefun.module.transport.call-timeout=2m", "statefun.module.transport.read-timeout=10s")
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).isEqualTo("""
					version: '1.0'
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
					            endpoint: http://app:8080/statefun
					            states:
					              - count
					              - name
					            maxNumBatchRequests: 7
					            timeout: 2min
					            readTimeout: 10s
					      - function:
					          meta:
					            kind: http
					            type: demo/greeter
					          spec:
					            endpoint: http://app:8080/statefun
					            states: []
					            maxNumBatchRequests: 7
					            timeout: 2min
					            readTimeout: 10s
					"""));
	}

	@Test
	void whenAStateExpiresThenTheFileFor2xSaysSo() {
		this.located.withPropertyValues("statefun.module.engine=v2")
			.withUserConfiguration(Expiring.class)
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).startsWith("version: '2.0'")
				.contains("""
						            states:
						              - name: session
						                expireAfter: 30min
						                expireMode: after-invoke
						"""));
	}

	@Test
	void whenDocumentsOf3xAreIncludedThenTheyFollowAsTheyAre() throws Exception {
		String egress = """
				# where greetings go
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: demo/greetings
				  address: kafka:9092
				""";
		this.located.withPropertyValues(include(egress))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write())
				.startsWith("kind: io.statefun.endpoints.v2/http")
				.endsWith("async\n---\n" + egress));
	}

	@Test
	void whenAModuleInTheFormatOf30IsIncludedThenItsPartsFollowAsDocuments() throws Exception {
		this.located.withPropertyValues(include("""
				version: "3.0"
				module:
				  meta: {type: remote}
				  spec:
				    endpoints:
				      - endpoint:
				          meta: {kind: http}
				          spec: {functions: other/*, urlPathTemplate: 'http://other/statefun'}
				    ingresses:
				      - ingress:
				          meta: {type: io.statefun.kafka/ingress, id: demo/logins}
				          spec: {address: 'kafka:9092'}
				    egresses:
				      - egress:
				          meta: {type: example/own-egress, id: demo/greetings}
				"""))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).doesNotContain("module:")
				.endsWith("""
						---
						kind: io.statefun.endpoints.v1/http
						spec:
						  functions: other/*
						  urlPathTemplate: http://other/statefun
						---
						kind: io.statefun.kafka.v1/ingress
						spec:
						  id: demo/logins
						  address: kafka:9092
						---
						kind: example/own-egress
						spec:
						  id: demo/greetings
						"""));
		this.located.withPropertyValues(include("""
				version: "3.0"
				module: {spec: {endpoints: [{endpoint: {spec: {functions: demo/greeter}}}]}}
				"""))
			.run((context) -> assertThatExceptionOfType(ModuleException.class)
				.isThrownBy(context.getBean(ModuleFile.class)::write)
				.withMessageContaining("demo/greeter"));
	}

	@Test
	void whenTheIncludedFileIsNamedByItsPathThenItIsThatFile() throws Exception {
		this.located.withPropertyValues(include("kind: example/own\n").replace("file:", ""))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).endsWith("kind: example/own\n"));
	}

	@ParameterizedTest
	@CsvSource({ "http://app/statefun, '', ''", "http://app/api/statefun, server.servlet.context-path=/api, ''",
			"https://app:8443/api/mvc/f, server.servlet.context-path=/api|spring.mvc.servlet.path=/mvc|statefun.path=/f, ''",
			"http://app/flux/statefun, spring.webflux.base-path=/flux, ''",
			"http://app/statefun, server.servlet.context-path=/api|statefun.server.port=0, ''",
			"http+unix:///run/app.sock, server.servlet.context-path=/api, ''",
			"http://app/statefun/, '', serves functions at /statefun:",
			"http://app/statefun, server.servlet.context-path=/api, serves functions at /api/statefun:",
			"http://app/statefun, spring.mvc.servlet.path=/mvc/, serves functions at /mvc/statefun:",
			"http://app/other, statefun.path=/f, serves functions at /f:",
			"http://app, '', serves functions at /statefun:" })
	void whenTheUrlLeadsElsewhereThenThatIsLogged(String url, String properties, String warning,
			CapturedOutput output) {
		this.contextRunner.withPropertyValues("statefun.module.url=" + url)
			.withPropertyValues(properties.isEmpty() ? new String[0] : properties.split("\\|"))
			.run((context) -> assertThat(context).hasNotFailed());
		if (warning.isEmpty()) {
			assertThat(output).doesNotContain("The path of 'statefun.module.url' is");
		}
		else {
			assertThat(output).contains("The path of 'statefun.module.url' is '" + URI.create(url).getPath() + "'",
					warning);
		}
	}

	@Test
	void whenAModuleOf2xIsIncludedThenItsPartsAreTakenOver() throws Exception {
		this.located.withPropertyValues("statefun.module.engine=v2", include("""
				version: "1.0"
				module:
				  meta:
				    type: remote
				  spec:
				    functions:
				      - function:
				          meta:
				            kind: http
				            type: other/function
				          spec:
				            endpoint: http://other/statefun
				    ingresses:
				      - ingress:
				          meta:
				            type: statefun.kafka.io/routable-protobuf-ingress
				            id: demo/logins
				"""))
			.run((context) -> assertThat(context.getBean(ModuleFile.class).write()).contains("type: demo/counter")
				.contains("type: other/function")
				.contains("id: demo/logins"));
	}

	@ParameterizedTest
	@CsvSource({ "v3, 'kind: io.statefun.endpoints.v2/http\nspec: {functions: demo/greeter}', demo/greeter",
			"v3, 'version: \"1.0\"\nmodule: {}', 2.x", "v3, '- a', mapping", "v3, 'a: {', cannot be read",
			"v2, 'kind: a', not a module of StateFun 2.x",
			"v2, 'version: \"1.0\"\nmodule: {spec: {functions: [{function: {meta: {type: demo/greeter}}}]}}', demo/greeter",
			"v2, 'version: \"2.0\"\nmodule: {spec: {functions: [{function: {meta: {type: a/b}}}]}}', version 2.0" })
	void whenTheIncludedFileDoesNotFitThenTheErrorSaysWhy(String engine, String file, String reason) throws Exception {
		this.located.withPropertyValues("statefun.module.engine=" + engine, include(file))
			.run((context) -> assertThatExceptionOfType(ModuleException.class)
				.isThrownBy(context.getBean(ModuleFile.class)::write)
				.withMessageContaining(reason)
				.withMessageContaining("included.yaml"));
	}

	@Test
	void whenTheEndpointHasASecretThenTheEngineKnowsItAndNobodyElseDoes() {
		this.located.withPropertyValues("statefun.secret=0123456789abcdef").run((context) -> {
			ModuleFile file = context.getBean(ModuleFile.class);
			assertThat(file.write()).contains("urlPathTemplate: http://app:8080/statefun/0123456789abcdef\n");
			assertThat(file.writeMasked((key, value) -> value)).contains("http://app:8080/statefun/******")
				.doesNotContain("0123456789abcdef");
		});
	}

	@Test
	void whenThereIsNoUrlThenTheErrorNamesTheProperty() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(ModuleException.class)
			.isThrownBy(context.getBean(ModuleFile.class)::write)
			.withMessageContaining("'statefun.module.url'"));
	}

	@ParameterizedTest
	@CsvSource({ "url=app:8080, url", "url=http://app/{function.name}, url", "max-num-batch-requests=0, max-num",
			"transport.call-timeout=0, call-timeout", "transport.call-timeout=9223372036854775807s, call-timeout",
			"transport.connect-timeout=25d, connect-timeout", "transport.pool-size=0, pool-size",
			"transport.max-payload-size=3GB, max-payload-size", "transport.read-timeout=1s, read-timeout",
			"engine=v2|transport.pool-size=5, pool-size", "engine=v2|transport.type=async, type",
			"transport.type=okhttp|transport.client-key=a, client-key" })
	void whenAPropertyWouldDoNothingThenTheErrorNamesIt(String properties, String name) {
		this.contextRunner
			.withPropertyValues(
					List.of(properties.split("\\|")).stream().map("statefun.module."::concat).toArray(String[]::new))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("statefun.module.")
				.hasMessageContaining(name));
	}

	private String include(String text) throws Exception {
		Path file = Files.writeString(this.directory.resolve("included.yaml"), text);
		return "statefun.module.include=file:" + file;
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		@StatefunFunction("demo/greeter")
		StatefulFunction greeter() {
			return (context, message) -> {
			};
		}

		@Bean
		@StatefunFunction("demo/counter")
		Stateful counter() {
			return new Stateful(
					List.of(ValueSpec.of("count", Types.integerType()), ValueSpec.of("name", Types.stringType())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Expiring {

		@Bean
		@StatefunFunction("demo/session")
		Stateful session() {
			return new Stateful(List.of(ValueSpec.of("session", Types.stringType())
				.withExpiration(Expiration.afterInvoke(Duration.ofMinutes(30)))));
		}

	}

	record Stateful(List<ValueSpec<?>> states) implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

	}

}
