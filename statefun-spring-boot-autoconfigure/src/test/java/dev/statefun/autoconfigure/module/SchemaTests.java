package dev.statefun.autoconfigure.module;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.JsonTypeFactory;
import dev.statefun.type.Type;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Schema} and {@link DeployedModule}.
 */
class SchemaTests {

	private static final String URL = "http://app/statefun";

	private static final TypeRegistry TYPES = new TypeRegistry(List.of(),
			List.of(new JsonTypeFactory(new JsonMapper())));

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
	void whenStatesTravelAsJsonThenTheirFieldsAreInTheSchema() {
		assertThat(json(Login.class).write()).isEqualTo("""
				functions:
				  demo/greeter:
				    messageTypes: []
				    states:
				      login:
				        type: demo/Login
				    fields:
				      demo/Login:
				        balance: number
				        colour: enum BLUE, RED
				        devices: array
				        devices[]: object
				        devices[].name: string
				        devices[].parent: object
				        friends: map
				        friends{}: array
				        friends{}[]: long
				        paid: boolean
				        user: string
				        visits: int
				""");
		assertThat(json(Login.class).compare(Schema.read("test", json(Login.class).write()))).isEmpty();
	}

	@Test
	void whenAFieldIsAddedOrWidenedThenThereIsNoProblem() {
		assertThat(json(LaterLogin.class).compare(json(Login.class))).isEmpty();
	}

	@Test
	void whenFieldsAreGoneOrOfAnotherKindThenTheProblemsNameThem() {
		assertThat(json(Login.class).compare(json(LaterLogin.class)))
			.anyMatch((problem) -> problem.contains("'added' of demo/Login, for demo/greeter, is gone"))
			.anyMatch((problem) -> problem.contains("'visits'") && problem.contains("was 'long' and is 'int'"))
			.anyMatch((problem) -> problem.contains("'colour'") && problem.contains("GREEN"))
			.anyMatch((problem) -> problem.contains("'friends{}[]'") && problem.contains("was 'number'"))
			.hasSize(5);
		assertThat(json(Flat.class).compare(json(Login.class)))
			.anyMatch((problem) -> problem.contains("'devices'") && problem.contains("was 'array' and is 'string'"))
			.noneMatch((problem) -> problem.contains("devices[]"));
	}

	@Test
	void whenMessagesTravelAsJsonThenTheirFieldsAreComparedToo() {
		assertThat(json(Flat.class).functions().get("demo/greeter").fields()).containsOnlyKeys("demo/Login");
		Schema handled = Schema.of(new FunctionRegistry(List.of(new FunctionDefinition(TypeName.parse("demo/greeter"),
				new Handling(), List.of(), Set.of("demo/Login"), "test"))));
		assertThat(handled.functions().get("demo/greeter").fields().get("demo/Login")).containsEntry("devices",
				"string");
	}

	@Test
	void whenTheRecordWasMadeBeforeThereWereFieldsThenOnlyTheRestIsCompared() {
		assertThat(json(Flat.class).compare(Schema.read("test", """
				functions:
				  demo/greeter:
				    messageTypes: []
				    states:
				      login:
				        type: demo/Login
				"""))).isEmpty();
	}

	private static Schema json(Class<?> type) {
		return schema(Set.of(), ValueSpec.of("login", TYPES.typeOf(type)));
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

	/** Engines up to 3.3 read it, see what is recorded of them. */
	@Test
	void whenTheDeployedFileIsInTheFormatOf30ThenItsEndpointsAreCompared() {
		String file = """
				version: "3.0"
				module:
				  meta: {type: remote}
				  spec:
				    endpoints:
				      - endpoint:
				          meta: {kind: http}
				          spec: {functions: %s, urlPathTemplate: %s}
				    egresses:
				      - egress:
				          meta: {type: io.statefun.kafka/egress, id: demo/dead-letters}
				          spec: {address: kafka:9092}
				""";
		assertThat(DeployedModule.read("module.yaml", file.formatted("demo/*", URL)).compare(this.schema, URL, false))
			.isEmpty();
		assertThat(DeployedModule.read("module.yaml", file.formatted("demo/old", URL)).compare(this.schema, URL, false))
			.hasSize(2);
		assertThat(DeployedModule.read("module.yaml", file.formatted("demo/*", URL))
			.missing(Set.of("demo/dead-letters", "demo/other"))).singleElement()
			.asString()
			.contains("no egress demo/other");
	}

	@Test
	void whenTheUrlHasTheNameOfTheFunctionThenItIsPutInAsTheEngineDoes() {
		assertThat(DeployedModule.read("module.yaml", """
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: 'http://{function.name}.app/statefun'}
				""").compare(this.schema, "http://greeter.app/statefun", false)).isEmpty();
		assertThat(DeployedModule.read("module.yaml", """
				kind: io.statefun.endpoints.v2/http
				spec: {functions: demo/*, urlPathTemplate: 'http://{function.name}.app/statefun'}
				""").compare(this.schema, URL, false)).singleElement()
			.asString()
			.contains("http://greeter.app/statefun", URL);
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

	@StatefunType("demo/Login")
	record Login(String user, int visits, boolean paid, float balance, Colour colour, List<Device> devices,
			Map<String, long[]> friends) {

	}

	@StatefunType("demo/Login")
	record LaterLogin(String user, long visits, boolean paid, BigDecimal balance, LaterColour colour,
			List<LaterDevice> devices, Map<String, double[]> friends, String added) {

	}

	@StatefunType("demo/Login")
	record Flat(String user, int visits, boolean paid, float balance, Colour colour, String devices,
			Map<String, long[]> friends) {

	}

	record Device(String name, Device parent) {

	}

	record LaterDevice(String name, LaterDevice parent, int age) {

	}

	enum Colour {

		RED, BLUE

	}

	enum LaterColour {

		RED, GREEN, BLUE

	}

	private static final class Handling implements AsyncStatefulFunction, DescribedFunction {

		@Override
		public CompletableFuture<?> apply(Context context, Message message) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public Map<String, String> handlers() {
			return Map.of();
		}

		@Override
		public List<Type<?>> types() {
			return List.of(TYPES.typeOf(Flat.class));
		}

	}

}
