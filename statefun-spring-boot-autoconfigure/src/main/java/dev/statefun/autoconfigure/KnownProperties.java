package dev.statefun.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyNameException;
import org.springframework.core.io.ClassPathResource;

/**
 * The names of all properties below {@code statefun.}. A list has them, not the metadata:
 * some properties are of modules that an application may lack, or has in tests only.
 * Names are compared in a form without case and dashes, which {@link #form} makes.
 */
final class KnownProperties {

	private static final String FILE = "properties.txt";

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	/** The suffix of lists in the file. */
	private static final String ELEMENT = "[]";

	/** The suffix of maps in the file. */
	private static final String ANY_KEY = ".*";

	/** The names as they are documented, by the form in which they are compared. */
	private final Map<String, String> names = new LinkedHashMap<>();

	KnownProperties() {
		this(read());
	}

	KnownProperties(String lines) {
		lines.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.forEach((name) -> this.names.put(name.replace("-", ""), name));
	}

	private static String read() {
		try {
			return new ClassPathResource(FILE, KnownProperties.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the form in which a name is compared.
	 * @param name a name in any spelling, such as {@code Statefun.errors.maxThreads}
	 * @return the form, such as {@code statefun.errors.maxthreads}
	 */
	static String form(String name) {
		ConfigurationPropertyName elements;
		try {
			elements = ConfigurationPropertyName.adapt(name, '.');
		}
		catch (InvalidConfigurationPropertyNameException ex) {
			return name;
		}
		StringBuilder form = new StringBuilder();
		for (int i = 0; i < elements.getNumberOfElements(); i++) {
			if (elements.isNumericIndex(i)) {
				form.append('[').append(elements.getElement(i, Form.ORIGINAL)).append(']');
			}
			else {
				form.append((i > 0) ? "." : "").append(elements.getElement(i, Form.UNIFORM));
			}
		}
		return form.toString();
	}

	/** Whether there is a property of this form. */
	boolean contains(String form) {
		String pattern = INDEX.matcher(form).replaceAll(ELEMENT);
		return this.names.containsKey(pattern) || this.names.containsKey(pattern + ELEMENT) || matches(
				(known) -> known.endsWith(ANY_KEY) && pattern.startsWith(known.substring(0, known.length() - 1)));
	}

	/** Whether there are properties below this form: it is that of a section. */
	boolean containsBelow(String form) {
		String pattern = INDEX.matcher(form).replaceAll(ELEMENT);
		return matches((known) -> isBelow(known, pattern));
	}

	private boolean matches(Predicate<String> predicate) {
		return this.names.keySet().stream().anyMatch(predicate);
	}

	private static boolean isBelow(String known, String section) {
		return known.startsWith(section + ".") || known.startsWith(section + ELEMENT);
	}

	/**
	 * Find what was meant.
	 * @param form the form of a name that does not exist
	 * @return the name of the nearest property, as it is documented, with the same
	 * indexes
	 */
	String nearest(String form) {
		String pattern = INDEX.matcher(form).replaceAll(ELEMENT);
		String nearest = this.names.keySet()
			.stream()
			.min(Comparator.<String>comparingInt((known) -> penalty(pattern, known))
				.thenComparingInt((known) -> difference(pattern, known)))
			.orElseThrow();
		String name = withoutSuffix(String.valueOf(this.names.get(nearest)));
		Matcher indexes = INDEX.matcher(form);
		while (name.contains(ELEMENT) && indexes.find()) {
			name = name.substring(0, name.indexOf(ELEMENT)) + indexes.group()
					+ name.substring(name.indexOf(ELEMENT) + ELEMENT.length());
		}
		return name;
	}

	/**
	 * The wrong section is a smaller mistake than the wrong key. A key below a property
	 * that has none is an even smaller one.
	 */
	private static int penalty(String form, String known) {
		int difference = difference(form, known);
		if (form.startsWith(withoutSuffix(known) + ".")) {
			return Math.min(difference, 1);
		}
		boolean moved = isBelow(known, form) || lastElement(withoutSuffix(known)).equals(lastElement(form));
		return moved ? Math.min(difference, 2) : difference;
	}

	/** The key of a map does not count. */
	private static int difference(String form, String known) {
		int elements = known.endsWith(ANY_KEY) ? known.split("\\.").length - 1 : Integer.MAX_VALUE;
		String compared = Stream.of(form.split("\\.")).limit(elements).collect(Collectors.joining("."));
		return distance(compared, withoutSuffix(known));
	}

	private static String withoutSuffix(String known) {
		boolean suffix = known.endsWith(ELEMENT) || known.endsWith(ANY_KEY);
		return suffix ? known.substring(0, known.length() - 2) : known;
	}

	private static String lastElement(String form) {
		return form.substring(form.lastIndexOf('.') + 1);
	}

	/** How many letters must be added, removed or replaced. */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

	/**
	 * Keeps the list in a native image.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerResource(new ClassPathResource(FILE, KnownProperties.class));
		}

	}

}
