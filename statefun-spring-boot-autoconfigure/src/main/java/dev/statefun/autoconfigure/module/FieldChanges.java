package dev.statefun.autoconfigure.module;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the fields of values that travel as JSON. A new field is no problem: in what
 * was written before, it is missing, and reads as {@code null}, zero or {@code false}.
 */
final class FieldChanges {

	private static final String ENUM = "enum ";

	/** Each can be read as the ones after it. */
	private static final List<String> NUMBERS = List.of("int", "long", "integer", "number");

	private FieldChanges() {
	}

	static void compare(String function, String type, Map<String, String> fields, Map<String, String> recorded,
			List<String> problems) {
		String reported = null;
		for (Map.Entry<String, String> old : new TreeMap<>(recorded).entrySet()) {
			String path = old.getKey();
			String kind = fields.get(path);
			if (reported != null && isWithin(path, reported) || kind != null && canRead(kind, old.getValue())) {
				continue;
			}
			reported = path;
			problems.add((kind != null)
					? "The field '%s' of %s, for %s, was '%s' and is '%s': what was written before may not be readable."
						.formatted(path, type, function, old.getValue(), kind)
					: "The field '%s' of %s, for %s, is gone: its values, stored or on their way, are lost."
						.formatted(path, type, function));
		}
	}

	private static boolean isWithin(String path, String parent) {
		return path.startsWith(parent) && path.length() > parent.length()
				&& ".[{<".indexOf(path.charAt(parent.length())) >= 0;
	}

	private static boolean canRead(String kind, String old) {
		if (kind.equals(old) || kind.equals("any")) {
			return true;
		}
		if (old.startsWith(ENUM)) {
			return kind.equals("string") || kind.startsWith(ENUM) && constants(kind).containsAll(constants(old));
		}
		return NUMBERS.contains(old) && NUMBERS.indexOf(kind) > NUMBERS.indexOf(old);
	}

	private static List<String> constants(String kind) {
		return Arrays.asList(kind.substring(ENUM.length()).split(", "));
	}

}
