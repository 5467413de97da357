package dev.statefun.autoconfigure.module;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Expiration;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.type.TypeName;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Schema} and {@link DeployedModule}.
 */
class SchemaTests {

	private static final String URL = "http://app/statefun";

	private final ValueSpec<?> count = ValueSpec.of("count", Types.integerType());

	private final Schema schema = schema(Set.of("demo/Login", "demo/Logout"), this.count);

	@Test
	void whenASchemaIsWrittenThenItReadsWell() {
		assertThat(
				schema(Set.of("demo/Login"), this.count.withExpiration(Expiration.afterWrite(Duration.ofSeconds(90))))
					.write())
			.isEqualTo("""
					functions:
					  demo/greeter:
					    messageTypes:
					      - demo/Login
					    states:
					      count:
					        type: io.statefun.types/int
					        expireAfter: 90s
					        expireMode: after-write
					""");
	}

	@Test
	void whenNothingHasChangedThenThereIsNoProblem() {
		assertThat(this.schema.compare(Schema.read("test", this.schema.write()))).isEmpty();
	}

	@Test
	void whenThereIsMoreThanThereWasThenThereIsNoProblem() {
		Schema more = schema(Set.of("demo/Login", "demo/Logout", "demo/New"), this.count,
				ValueSpec.of("new", Types.stringType()));
		assertThat(more.compare(this.schema)).isEmpty();
	}

	@Test
	void whenTheTypeOfAStateChangesThenTheProblemNamesStateOldAndNewType() {
		Schema changed = schema(this.schema.functions().get("demo/greeter").messageTypes(),
				ValueSpec.of("count", Types.longType()));
		assertThat(changed.compare(this.schema)).singleElement()
			.asString()
			.contains("'count'", "demo/greeter", "was io.statefun.types/int", "is io.statefun.types/long");
	}

	@Test
	void whenAStateIsDroppedThenTheProblemNamesIt() {
		assertThat(schema(Set.of()).compare(this.schema)).singleElement().asString().contains("'count'", "is gone");
	}

	@Test
	void whenTheExpirationChangesThenTheProblemNamesBoth() {
		Schema changed = schema(Set.of(), this.count.withExpiration(Expiration.afterInvoke(Duration.ofHours(2))));
		assertThat(changed.compare(this.schema)).singleElement()
			.asString()
			.contains("'count'", "was never", "2h after-invoke");
	}

	@Test
	void whenAMessageIsNoLongerHandledThenTheProblemNamesIt() {
		assertThat(schema(Set.of("demo/Login"), this.count).compare(this.schema)).singleElement()
			.asString()
			.contains("demo/Logout");
	}

	@Test
	void whenAFunctionIsGoneThenTheProblemNamesIt() {
		assertThat(Schema.of(new FunctionRegistry(List.of())).compare(this.schema)).singleElement()
			.asString()
			.contains("demo/greeter", "count");
	}

	@Test
	void whenTheRecordIsOfAnotherKindThenTheErrorSaysSo() {
		assertThatExceptionOfType(ModuleException.class).isThrownBy(() -> Schema.read("this.json", "{\"a\": 1}"))
			.withMessageContaining("this.json");
		assertThatExceptionOfType(ModuleException.class).isThrownBy(() -> DeployedModule.read("that.yaml", "a: 1"))
			.withMessageContaining("that.yaml");
	}

	@Test
	void whenTheDeployedFileIsTheGeneratedOneThenThereIsNoProblem() {
		assertThat(deployed("""
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/greeter, urlPathTemplate: %s}
				---
				kind: io.statefun.kafka.v1/egress
				""")).isEmpty();
		assertThat(deployed("""
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: %s}
				""")).isEmpty();
		assertThat(deployed(
				"""
						version: "1.0"
						module: {spec: {functions: [{function: {meta: {type: demo/greeter}, spec: {endpoint: %s, states: [count]}}}]}}
						"""))
			.isEmpty();
	}

	@Test
	void whenTheDeployedFileNamesOtherFunctionsThenTheProblemsNameThem() {
		assertThat(deployed("""
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/old, urlPathTemplate: %s}
				---
				kind: io.statefun.endpoints.v2/http
				spec: {functions: others/old, urlPathTemplate: http://others/statefun}
				""")).hasSize(2)
			.anyMatch((problem) -> problem.contains("no endpoint of the function demo/greeter"))
			.anyMatch((problem) -> problem.contains("demo/old"));
	}

	@Test
	void whenTheDeployedFileCallsAnotherUrlThenTheProblemNamesBoth() {
		assertThat(deployed("""
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: %s/}
				""")).singleElement().asString().contains(URL + "/,", URL + ".");
	}

	@Test
	void whenUrlsEndWithASecretThenNoProblemTellsIt() {
		assertThat(deployedWithSecret(URL + "/former-secret")).singleElement()
			.asString()
			.contains(URL, "another secret")
			.doesNotContain("former-secret", "present-secret");
		assertThat(deployedWithSecret("http://elsewhere/statefun/former-secret")).singleElement()
			.asString()
			.contains("http://elsewhere/statefun/", URL)
			.doesNotContain("former-secret", "present-secret");
	}

	private List<String> deployedWithSecret(String url) {
		return DeployedModule.read("module.yaml", """
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: %s}
				""".formatted(url)).compare(this.schema, URL + "/present-secret", true);
	}

	@Test
	void whenTheDeployedFileHasOtherStatesThenTheProblemsNameThem() {
		assertThat(deployed(
				"""
						version: "1.0"
						module: {spec: {functions: [{function: {meta: {type: demo/greeter}, spec: {endpoint: %s, states: [total]}}}]}}
						"""))
			.hasSize(2)
			.anyMatch((problem) -> problem.contains("lacks the state 'count'"))
			.anyMatch((problem) -> problem.contains("'total'"));
		assertThat(deployed(
				"""
						version: "2.0"
						module: {spec: {functions: [{function: {meta: {type: demo/greeter}, spec: {endpoint: %s, states: [{name: count, expireAfter: 5min}]}}}]}}
						"""))
			.singleElement()
			.asString()
			.contains("'count'", "5min after-invoke", "never");
	}

	private List<String> deployed(String yaml) {
		return DeployedModule.read("module.yaml", yaml.formatted(URL)).compare(this.schema, URL, false);
	}

	private static Schema schema(Collection<String> messageTypes, ValueSpec<?>... states) {
		return Schema.of(new FunctionRegistry(List.of(new FunctionDefinition(TypeName.parse("demo/greeter"),
				(context, message) -> CompletableFuture.completedFuture(null), List.of(states),
				Set.copyOf(messageTypes), "test"))));
	}

}
