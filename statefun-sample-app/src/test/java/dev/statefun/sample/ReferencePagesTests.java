package dev.statefun.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.statefun.observation.StatefunMeters;
import dev.statefun.observation.StatefunObservations;
import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference pages say what the code says. To write them anew, run this test with
 * {@code -Dstatefun.docs.write=true}.
 */
class ReferencePagesTests {

	/** The modules lie side by side, and a module is where its tests run. */
	private static final Path DOCS = Path.of("../docs");

	private static final Path KNOWN_PROPERTIES = Path
		.of("../statefun-spring-boot-autoconfigure/src/main/resources/dev/statefun/autoconfigure/properties.txt");

	/** It has no metadata, since only annotations set it. */
	private static final String OF_THE_TEST_KIT = "statefun.test.engine";

	private static final String BEGIN = "<!-- generated: do not edit below -->\n";

	private static final Map<String, String> UNITS = Map.ofEntries(Map.entry("java.time.Duration", "duration"),
			Map.entry("org.springframework.util.unit.DataSize", "size"), Map.entry("java.lang.Boolean", "boolean"),
			Map.entry("java.lang.Integer", "number"), Map.entry("java.lang.Long", "number"),
			Map.entry("java.lang.Double", "number"), Map.entry("java.lang.String", "text"),
			Map.entry("java.nio.file.Path", "path"), Map.entry("org.springframework.core.io.Resource", "resource"),
			Map.entry("java.net.InetAddress", "address"), Map.entry("java.time.OffsetDateTime", "date and time"),
			Map.entry("dev.statefun.http.EndpointSecret", "text"));

	@Test
	void whenAPropertyIsDefinedThenThePageHasItWithDescriptionTypeAndDefault() throws IOException {
		StringBuilder page = new StringBuilder();
		String group = "";
		for (JsonNode property : properties().values()) {
			String name = property.get("name").asString();
			String propertyGroup = group(name);
			if (!propertyGroup.equals(group)) {
				group = propertyGroup;
				page.append("\n## `%s`\n\n| property | type | default | meaning |\n| --- | --- | --- | --- |\n"
					.formatted(group));
			}
			assertThat(property.get("description")).as("description of " + name).isNotNull();
			String description = property.get("description").asString();
			assertThat(description).as("description of " + name).endsWith(".");
			page.append("| `%s` | %s | %s | %s |\n".formatted(name, type(property), defaultValue(property),
					description.replace("|", "\\|")));
		}
		check("configuration.md", page.toString());
	}

	/**
	 * An application may lack the module of a property, so it cannot read its metadata.
	 */
	@Test
	void whenAPropertyIsDefinedThenStartupKnowsIt() throws IOException {
		List<String> known = new ArrayList<>(List.of(OF_THE_TEST_KIT));
		for (JsonNode property : properties().values()) {
			known.add(property.get("name").asString() + switch (type(property)) {
				case "list" -> "[]";
				case "map" -> ".*";
				default -> "";
			});
		}
		Collections.sort(known);
		check(KNOWN_PROPERTIES, "# generated: all properties of all modules, [] for lists and .* for maps\n",
				String.join("\n", known) + "\n");
	}

	@Test
	void whenAMeterIsDefinedThenThePageHasItWithItsTags() throws IOException {
		StringBuilder page = new StringBuilder();
		for (StatefunMeters meter : StatefunMeters.values()) {
			page.append("\n## `%s`\n\n%s. %s%s; in Prometheus `%s`.\n".formatted(meter.getName(), meter.description(),
					type(meter), (meter.getBaseUnit() != null) ? " of " + meter.getBaseUnit() : "", prometheus(meter)));
			tags(page,
					Stream.of(meter.getKeyNames())
						.collect(Collectors.toMap((tag) -> tag.asString(), (tag) -> tag.description(),
								(one, other) -> one, LinkedHashMap::new)));
		}
		check("metrics.md", page.toString());
	}

	@Test
	void whenAnObservationIsDefinedThenThePageHasItWithItsKeys() throws IOException {
		StringBuilder page = new StringBuilder();
		for (StatefunObservations observation : StatefunObservations.values()) {
			page.append("\n## `%s`\n\n%s. Convention: `%s`.\n".formatted(observation.getName(),
					observation.description(), observation.getDefaultConvention().getSimpleName()));
			Map<String, String> keys = new LinkedHashMap<>();
			Stream.of(observation.getLowCardinalityKeyNames())
				.forEach((key) -> keys.put(key.asString(), key.description()));
			Stream.of(observation.getHighCardinalityKeyNames())
				.forEach((key) -> keys.put(key.asString(), key.description() + "; in spans only"));
			tags(page, keys);
		}
		check("observations.md", page.toString());
	}

	private static void tags(StringBuilder page, Map<String, String> tags) {
		if (!tags.isEmpty()) {
			page.append("\n| tag | values |\n| --- | --- |\n");
			tags.forEach((name, description) -> page.append("| `%s` | %s |\n".formatted(name, description)));
		}
	}

	private static String type(StatefunMeters meter) {
		String type = meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
		return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
	}

	private static String prometheus(StatefunMeters meter) {
		String name = meter.getName().replace('.', '_');
		String unit = (meter.getBaseUnit() != null) ? "_" + meter.getBaseUnit() : "";
		Meter.Type type = meter.getType();
		return switch (type) {
			case TIMER -> name + "_seconds";
			case COUNTER -> name + unit + "_total";
			default -> name + unit;
		};
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (URL url : Collections.list(ReferencePagesTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				for (JsonNode property : new JsonMapper().readTree(metadata).get("properties")) {
					String name = property.get("name").asString();
					if (name.startsWith("statefun.")) {
						properties.put(group(name) + " " + name, property);
					}
				}
			}
		}
		assertThat(properties).hasSizeGreaterThan(30);
		return properties;
	}

	/** Groups of few properties are shown with the one above. */
	private static String group(String name) {
		List<String> parts = List.of(name.split("\\."));
		return (parts.size() == 2) ? "statefun" : "statefun." + parts.get(1);
	}

	private static String type(JsonNode property) {
		String type = property.get("type").asString();
		if (UNITS.containsKey(type)) {
			return UNITS.get(type);
		}
		if (type.startsWith("java.util.List")) {
			return "list";
		}
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		return Stream.of(constants(type))
			.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", "));
	}

	private static Object[] constants(String type) {
		try {
			Object[] constants = Class.forName(type).getEnumConstants();
			assertThat(constants).as("a type without a name for people: " + type).isNotNull();
			return constants;
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.get("defaultValue");
		return (value == null || (value.isArray() && value.isEmpty())) ? "" : "`" + value.asString() + "`";
	}

	private static void check(String name, String generated) throws IOException {
		check(DOCS.resolve(name), BEGIN, generated);
	}

	private static void check(Path file, String begin, String generated) throws IOException {
		String page = Files.readString(file).replace("\r\n", "\n");
		String expected = page.substring(0, page.indexOf(begin) + begin.length()) + generated;
		if (Boolean.getBoolean("statefun.docs.write")) {
			Files.writeString(file, expected);
			return;
		}
		assertThat(page).as("%s is not what the code says: run this test with -Dstatefun.docs.write=true", file)
			.isEqualTo(expected);
	}

}
