package dev.statefun.autoconfigure.module;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.module.internal.Credentials;
import dev.statefun.autoconfigure.module.internal.PlaceholderSource;
import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.autoconfigure.module.internal.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Placeholders}.
 */
class PlaceholdersTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final Placeholders placeholders = new Placeholders(this.environment, List::of);

	@Test
	void whenPropertiesAreSetThenValuesHaveThemAndAllElseStays() {
		set(Map.of("kafka", "localhost:39393", "kafka.topic", "logins"));
		assertThat(resolve("""
				# ${kafka} is where a test started it
				kind: io.statefun.kafka.v1/ingress # ${kafka}
				spec:
				  ${kafka}:   unchanged
				  address:   ${kafka}   # an address
				  both: 'PLAINTEXT://${kafka}/${kafka.topic}'
				  default: ${none:localhost:9092}
				  inner: ${none:${kafka}}
				  unknown: ${none} and ${kafka.topic}
				  expression: "#{1 + 1} #{kafka}"
				  dollars: $${kafka} $kafka
				  escaped: \\${kafka}
				---
				kind: other # 日本 🎉
				emoji: "🎉 ${kafka} 🎉" # ${none}
				last: ${kafka}
				""")).isEqualTo("""
				# ${kafka} is where a test started it
				kind: io.statefun.kafka.v1/ingress # ${kafka}
				spec:
				  ${kafka}:   unchanged
				  address:   "localhost:39393"   # an address
				  both: "PLAINTEXT://localhost:39393/logins"
				  default: "localhost:9092"
				  inner: "localhost:39393"
				  unknown: "${none} and logins"
				  expression: "#{1 + 1} #{kafka}"
				  dollars: "$localhost:39393 $kafka"
				  escaped: "${kafka}"
				---
				kind: other # 日本 🎉
				emoji: "🎉 localhost:39393 🎉" # ${none}
				last: "localhost:39393"
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: b", "a # b", "- a", "'", "\"", "\\", "\n---\nkind: injected", "{a: b}", "*anchor",
			"&anchor", "!tag", "%", "@", "`", "", " ", "a,b", "null", "~", "yes", "0123", "1e3", "0x1F", "12:30",
			"2026-11-28", "1.50", "+5", "99999999999999999999", "🎉", "tab\t", "\u0000\u001b\u0085\u2028\uFEFF" })
	void whenAPropertyIsAnyTextThenItStaysOneValueWithThatText(String value) {
		set(Map.of("value", value));
		for (String yaml : List.of("a: ${value}\nb: end", "a: '${value}'\nb: end", "a: \"${value}\"\nb: end",
				"{a: \"${value}\", b: end}", "a: >-\n  ${value}\nb: end", "a: !!str ${value}\nb: end",
				"a: &x ${value}\nb: end")) {
			assertThat(load(yaml)).as(yaml).isEqualTo(Map.of("a", value, "b", "end"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "a: ${value}, 42, true", "a: '${value}', 42, false", "a: \"${value}\", 42, false",
			"a: ${value}, true, true", "a: ${value}, -7, true", "a: ${value}, 007, false" })
	void whenAPlainValueBecomesANumberThenItIsOne(String yaml, String value, boolean typed) {
		set(Map.of("value", value));
		Object resolved = ((Map<?, ?>) new Yaml().load(resolve(yaml))).get("a");
		assertThat(resolved).hasToString(value);
		assertThat(resolved instanceof String).isEqualTo(!typed);
	}

	@Test
	void whenBlocksAnchorsAndListsHavePlaceholdersThenTheyAreResolved() {
		set(Map.of("value", "x: 1", "list[0]", "a:1", "list[1]", "b:2"));
		assertThat(load("""
				block: |
				  one ${value}
				  two

				folded: >
				  ${value}

				# a comment
				base: &base
				  name: ${value}
				derived:
				  <<: *base
				alias: *base
				items:
				- ${value}
				- {inner: '${value}'}
				spread: one
				  ${value}
				servers: ${list}
				end: end
				""")).isEqualTo(Map.of("block", "one x: 1\ntwo\n", "folded", "x: 1\n", "base", Map.of("name", "x: 1"),
				"derived", Map.of("name", "x: 1"), "alias", Map.of("name", "x: 1"), "items",
				List.of("x: 1", Map.of("inner", "x: 1")), "spread", "one x: 1", "servers", "a:1,b:2", "end", "end"));
	}

	@Test
	void whenNothingIsToBeResolvedThenTheTextIsTheSame() {
		String text = "a:  ${none}\n\n\n# ${a}\nb: [ 1,2 ]\n...\n---\nc: !!str 5";
		assertThat(resolve(text)).isEqualTo(text);
	}

	@Test
	void whenPropertiesReferToEachOtherInACircleThenTheErrorNamesTheFile() {
		set(Map.of("a", "${b}", "b", "${a}"));
		assertThatExceptionOfType(ModuleException.class).isThrownBy(() -> resolve("a: ${a}"))
			.withMessageContaining("included.yaml")
			.withMessageContaining("${a}");
	}

	@Test
	void whenASourceKnowsTheValueThenItCountsInsteadOfTheEnvironments() {
		set(Map.of("kafka", "from-properties:9092"));
		Placeholders withSource = new Placeholders(this.environment,
				() -> List.of((name) -> name.equals("kafka") ? "from-container:32768" : null));
		assertThat(withSource.resolve("included.yaml", "a: ${kafka}", (name, value) -> value))
			.isEqualTo("a: \"from-container:32768\"");
	}

	@Test
	void whenASecretIsResolvedThenTheEngineKnowsItAndNobodyElseDoes(@TempDir Path directory) throws Exception {
		String text = """
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: demo/greetings
				  address: user:${kafka.password}@${kafka.host:localhost}:9092
				  properties:
				    - custom: ${indirect}
				    - ssl.key.password: ${unknown:tiger}
				""";
		Path include = Files.writeString(directory.resolve("included.yaml"), text);
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StatefunAutoConfiguration.class, StatefunModuleAutoConfiguration.class))
			.withBean("greeter", Greeter.class)
			.withBean("source", PlaceholderSource.class, () -> (name) -> null)
			.withPropertyValues("statefun.module.url=http://app/statefun", "statefun.module.include=" + include,
					"kafka.password=scott", "indirect=${kafka.password}-2")
			.run((context) -> {
				ModuleFile file = context.getBean(ModuleFile.class);
				assertThat(file.write()).contains("address: \"user:scott@localhost:9092\"", "custom: \"scott-2\"",
						"\"tiger\"");
				assertThat(file.writeMasked(Credentials::masked)).doesNotContain("scott", "tiger")
					.contains("user:******@localhost:9092", "custom: '******-2'");
				assertThat(file
					.writeEmbedded(List.of("demo/greeter"), RemoteEndpoint.of("http://app", Transport.ASYNC),
							new ByteArrayResource(text.getBytes()))
					.credentials()).containsExactlyInAnyOrder("scott", "tiger");
			});
	}

	private void set(Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
	}

	private String resolve(String text) {
		return this.placeholders.resolve("included.yaml", text, (name, value) -> value);
	}

	private Object load(String text) {
		return new Yaml().load(resolve(text));
	}

	@StatefunFunction("demo/greeter")
	static final class Greeter implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
		}

	}

}
