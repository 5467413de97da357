package dev.statefun.autoconfigure.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads and writes YAML, of which JSON is a part.
 */
final class Documents {

	static final String SEPARATOR = "---\n";

	private Documents() {
	}

	/**
	 * Read the documents of a file, without the empty ones.
	 * @throws ModuleException if it is no YAML, or a document is not a mapping
	 */
	static List<Map<?, ?>> read(String what, Object source, String text) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		List<Map<?, ?>> documents = new ArrayList<>();
		try {
			for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
				if (document instanceof Map<?, ?> mapping) {
					documents.add(mapping);
				}
				else if (document != null) {
					throw ModuleException.invalid(what, source, "it has a document that is not a mapping",
							"Start each document with a key, such as 'kind:'.");
				}
			}
		}
		catch (YAMLException ex) {
			throw ModuleException.unreadable(what, source, ex);
		}
		return documents;
	}

	static String write(Object document) {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(FlowStyle.BLOCK);
		options.setIndent(2);
		options.setIndicatorIndent(2);
		options.setIndentWithIndicator(true);
		options.setSplitLines(false);
		return new Yaml(new Representer(options), options).dump(document);
	}

	/**
	 * Replace values of all documents of a file, without its comments.
	 * @param value gets the key of a value, or that of the list in which it is, and the
	 * value; returns what to write instead
	 * @throws ModuleException if it is no YAML, or a document is not a mapping
	 */
	static String replace(String what, Object source, String text, BiFunction<String, Object, Object> value) {
		return read(what, source, text).stream()
			.map((document) -> write(replace("", document, value)))
			.collect(Collectors.joining(SEPARATOR));
	}

	/** Replace the values in a value, whose key is given. */
	static Object replace(String key, Object value, BiFunction<String, Object, Object> replacement) {
		if (value instanceof Map<?, ?> mapping) {
			Map<Object, Object> replaced = new LinkedHashMap<>();
			mapping.forEach((inner, present) -> replaced.put(inner,
					(present != null) ? replace(String.valueOf(inner), present, replacement) : null));
			return replaced;
		}
		if (value instanceof List<?> list) {
			return list.stream().map((item) -> (item != null) ? replace(key, item, replacement) : null).toList();
		}
		return replacement.apply(key, value);
	}

	static Map<?, ?> mapping(@Nullable Object value) {
		return (value instanceof Map<?, ?> mapping) ? mapping : Map.of();
	}

	static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	/** As Flink writes it, in the largest unit that is exact. */
	static String duration(Duration duration) {
		long millis = duration.toMillis();
		if (millis % 60_000 == 0) {
			return (millis % 3_600_000 == 0) ? millis / 3_600_000 + "h" : millis / 60_000 + "min";
		}
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
