package dev.statefun.autoconfigure.module;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.statefun.autoconfigure.module.internal.PlaceholderSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Resolves Spring's placeholders in the values of YAML files. A value stays one value,
 * whatever it is resolved to. Keys, comments and all else stay as they are, and so does a
 * placeholder whose property is not set.
 */
final class Placeholders {

	/** These have the same text as a number or boolean, so no digit gets lost. */
	private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9]\\d{0,17})|true|false");

	/** An anchor and a tag come before the value that they belong to. */
	private static final Pattern NODE_PROPERTIES = Pattern.compile("(?:[&!]\\S*\\s+)*");

	private static final PropertyPlaceholderHelper HELPER = new PropertyPlaceholderHelper("${", "}", ":", '\\', true);

	private final ConfigurableEnvironment environment;

	private final Supplier<List<PlaceholderSource>> sources;

	Placeholders(ConfigurableEnvironment environment, Supplier<List<PlaceholderSource>> sources) {
		this.environment = environment;
		this.sources = sources;
	}

	/**
	 * Resolve the placeholders of a file.
	 * @param seen gets the name and the value of each property that is inserted, and
	 * returns what to insert
	 * @throws ModuleException if the file is no YAML, or properties refer to each other
	 * in a circle
	 */
	String resolve(Object source, String text, BiFunction<String, String, String> seen) {
		if (!text.contains("${")) {
			return text;
		}
		List<PlaceholderSource> present = this.sources.get();
		PropertyPlaceholderHelper.PlaceholderResolver resolver = (name) -> {
			String value = value(name, present);
			return (value != null) ? seen.apply(name, value) : null;
		};
		Map<Integer, ScalarNode> scalars = scalars(source, text);
		StringBuilder resolved = new StringBuilder();
		int end = 0;
		try {
			for (ScalarNode scalar : scalars.values()) {
				String value = HELPER.replacePlaceholders(scalar.getValue(), resolver);
				if (!value.equals(scalar.getValue())) {
					int start = text.offsetByCodePoints(0, scalar.getStartMark().getIndex());
					resolved.append(text, end, start);
					end = text.offsetByCodePoints(0, scalar.getEndMark().getIndex());
					append(resolved, text.substring(start, end), scalar.isPlain(), value);
				}
			}
		}
		catch (PlaceholderResolutionException ex) {
			throw ModuleException.unreadable("file", source, ex);
		}
		return resolved.append(text, end, text.length()).toString();
	}

	private static void append(StringBuilder resolved, String former, boolean plain, String value) {
		Matcher properties = NODE_PROPERTIES.matcher(former);
		if (properties.lookingAt()) {
			resolved.append(properties.group());
		}
		resolved.append((plain && PLAIN.matcher(value).matches()) ? value : quoted(value));
		// A block ends with its line
		resolved.append(former.substring(former.stripTrailing().length()));
	}

	private static String quoted(String value) {
		StringBuilder quoted = new StringBuilder("\"");
		value.codePoints().forEach((character) -> {
			if (character == '"' || character == '\\') {
				quoted.append('\\').appendCodePoint(character);
			}
			else if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029
					|| character == 0xFEFF || Character.getType(character) == Character.SURROGATE) {
				quoted.append("\\u%04X".formatted(character));
			}
			else {
				quoted.appendCodePoint(character);
			}
		});
		return quoted.append('"').toString();
	}

	/** Return the values with placeholders, by the place where they start. */
	private static Map<Integer, ScalarNode> scalars(Object source, String text) {
		Map<Integer, ScalarNode> scalars = new TreeMap<>();
		try {
			for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
				collect(document, scalars, new ArrayList<>());
			}
		}
		catch (YAMLException ex) {
			throw ModuleException.unreadable("file", source, ex);
		}
		return scalars;
	}

	/** An alias is the node that it stands for, which may be around it. */
	private static void collect(Node node, Map<Integer, ScalarNode> scalars, List<Node> around) {
		if (around.stream().anyMatch((other) -> other == node)) {
			return;
		}
		around.add(node);
		if (node instanceof ScalarNode scalar && scalar.getValue().contains("${")) {
			scalars.put(scalar.getStartMark().getIndex(), scalar);
		}
		else if (node instanceof SequenceNode sequence) {
			sequence.getValue().forEach((item) -> collect(item, scalars, around));
		}
		else if (node instanceof MappingNode mapping) {
			mapping.getValue().forEach((entry) -> collect(entry.getValueNode(), scalars, around));
		}
		around.remove(around.size() - 1);
	}

	private @Nullable String value(String name, List<PlaceholderSource> present) {
		for (PlaceholderSource source : present) {
			String value = source.value(name);
			if (value != null) {
				return value;
			}
		}
		String value = property(name);
		return (value != null) ? value : list(name);
	}

	/** Properties of a list have an index each. */
	private @Nullable String list(String name) {
		List<String> items = new ArrayList<>();
		for (String item = property(name + "[0]"); item != null; item = property(name + "[" + items.size() + "]")) {
			items.add(item);
		}
		return items.isEmpty() ? null : String.join(",", items);
	}

	/**
	 * The value as it is configured: the placeholders in it are resolved by the caller,
	 * which learns their names.
	 */
	private @Nullable String property(String name) {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			Object value = source.getProperty(name);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

}
