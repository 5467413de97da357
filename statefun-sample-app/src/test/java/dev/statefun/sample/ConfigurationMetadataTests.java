package dev.statefun.sample;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata with which IDEs complete properties fits the classes that the properties
 * are bound to. Spring Boot generates it, but for hints and for the elements of lists.
 */
class ConfigurationMetadataTests {

	private static final String RULES = "statefun.errors.rules";

	private final Map<String, JsonNode> properties = new TreeMap<>();

	private final Map<String, JsonNode> hints = new TreeMap<>();

	ConfigurationMetadataTests() throws IOException {
		for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				JsonNode root = new JsonMapper().readTree(metadata);
				collect(root.path("properties"), this.properties);
				collect(root.path("hints"), this.hints);
			}
		}
	}

	private static void collect(JsonNode items, Map<String, JsonNode> byName) {
		for (JsonNode item : items) {
			String name = item.get("name").asString();
			if (name.startsWith("statefun.")) {
				byName.put(name, item);
			}
		}
	}

	@Test
	void whenThereIsAHintThenItIsForAProperty() {
		assertThat(this.hints.keySet()).isNotEmpty().allSatisfy((name) -> {
			String property = name.replaceFirst("\\.(keys|values)$", "");
			assertThat(this.properties).containsKey(property);
			assertThat(type(property).startsWith("java.util.Map")).isEqualTo(!property.equals(name));
		});
	}

	@Test
	void whenAPropertyHasAFewValuesThenAHintDescribesEach() throws Exception {
		List<String> withValues = new ArrayList<>();
		for (String name : this.properties.keySet()) {
			String type = type(name);
			if (type.startsWith("dev.statefun.") && ClassUtils.forName(type, null).isEnum()) {
				withValues.add(name);
				assertThat(this.hints).containsKey(name);
				List<String> values = new ArrayList<>();
				for (JsonNode value : this.hints.get(name).get("values")) {
					values.add(value.get("value").asString());
					assertThat(value.get("description").asString()).as("%s=%s", name, value).endsWith(".");
				}
				assertThat(values).as(name).containsExactlyElementsOf(constants(ClassUtils.forName(type, null)));
			}
		}
		assertThat(withValues).contains("statefun.protocol", RULES + "[].action");
	}

	private static List<String> constants(Class<?> type) {
		return Stream.of(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	@Test
	void whenARuleHasAKeyThenTheMetadataHasItWithTypeAndDefault() throws Exception {
		String rules = type(RULES);
		Map<String, String> keys = new TreeMap<>();
		describe(ClassUtils.forName(rules.substring(rules.indexOf('<') + 1, rules.length() - 1), null), RULES + "[].",
				keys);
		Map<String, String> described = new TreeMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith(RULES + "[].")) {
				JsonNode value = property.get("defaultValue");
				described.put(name, type(name) + ((value != null) ? "=" + value.asString() : ""));
			}
		});
		assertThat(described).isEqualTo(keys);
	}

	private static void describe(Class<?> type, String prefix, Map<String, String> keys) throws Exception {
		RecordComponent[] components = type.getRecordComponents();
		for (int i = 0; i < components.length; i++) {
			RecordComponent component = components[i];
			String name = prefix + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				describe(component.getType(), name + ".", keys);
				continue;
			}
			String[] value = Stream
				.of(type.getDeclaredConstructors()[0].getParameters()[i].getAnnotationsByType(DefaultValue.class))
				.flatMap((annotation) -> Stream.of(annotation.value()))
				.toArray(String[]::new);
			String typeName = (component.getGenericType() instanceof Class<?> plain)
					? ClassUtils.resolvePrimitiveIfNecessary(plain).getName()
					: component.getGenericType().getTypeName();
			keys.put(name, typeName + ((value.length > 0) ? "=" + value[0] : ""));
		}
	}

	private String type(String property) {
		return this.properties.get(property).get("type").asString();
	}

}
