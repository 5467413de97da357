package dev.statefun.type.internal;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogFormatUtils;

/**
 * Prepares texts for the log that come from requests, such as ids, names of types, and
 * messages of exceptions. Line ends and control characters are replaced, so that a
 * request cannot forge lines or change a terminal. Long texts are shortened, since the
 * engine sends a failed request again and again.
 */
public final class LogText {

	private static final int MAX_NAME = 200;

	private static final int MAX_LINE = 4000;

	/**
	 * Java does not count these among the control characters. They change the direction.
	 */
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

	private LogText() {
	}

	/**
	 * Prepare an id, or the name of a type.
	 * @param value the value
	 * @return its text, of which some 200 characters remain
	 */
	public static String name(@Nullable Object value) {
		return prepare(value, MAX_NAME);
	}

	/**
	 * Prepare a message, or an exception.
	 * @param value the value
	 * @return its text, of which some 4,000 characters remain
	 */
	public static String line(@Nullable Object value) {
		return prepare(value, MAX_LINE);
	}

	/**
	 * Prepare an exception whose stack trace is logged.
	 * @param thrown the exception
	 * @return the exception itself, or a copy if it or a cause of it has a message that
	 * cannot be logged
	 */
	public static Throwable trace(Throwable thrown) {
		return isPlain(thrown, newSet()) ? thrown : new EscapedException(thrown, newSet());
	}

	private static String prepare(@Nullable Object value, int max) {
		String text = text(value);
		if (isPlain(text, max)) {
			return text;
		}
		String quoted = LogFormatUtils.formatValue(text, max, true);
		return INVISIBLE.matcher(quoted.substring(1, quoted.length() - 1)).replaceAll("?");
	}

	/** The text of an exception is made by code of the application, which may fail. */
	private static String text(@Nullable Object value) {
		try {
			return String.valueOf(value);
		}
		catch (RuntimeException ex) {
			return (value != null) ? value.getClass().getName() : "null";
		}
	}

	private static boolean isPlain(String text, int max) {
		if (text.length() > max) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || (c >= 0x7f && isSpecial(c))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isSpecial(char c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

	private static boolean isPlain(Throwable thrown, Set<Throwable> seen) {
		if (!seen.add(thrown)) {
			return true;
		}
		Throwable cause = thrown.getCause();
		return isPlain(text(thrown), MAX_LINE) && (cause == null || isPlain(cause, seen))
				&& Arrays.stream(thrown.getSuppressed()).allMatch((suppressed) -> isPlain(suppressed, seen));
	}

	private static Set<Throwable> newSet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

	/**
	 * Stands for an exception in the log. Its message begins with the class of that
	 * exception.
	 */
	private static final class EscapedException extends Exception {

		EscapedException(Throwable thrown, Set<Throwable> seen) {
			super(line(thrown));
			seen.add(thrown);
			setStackTrace(thrown.getStackTrace());
			Throwable cause = thrown.getCause();
			if (cause != null && !seen.contains(cause)) {
				initCause(new EscapedException(cause, seen));
			}
			for (Throwable suppressed : thrown.getSuppressed()) {
				if (!seen.contains(suppressed)) {
					addSuppressed(new EscapedException(suppressed, seen));
				}
			}
		}

		@Override
		public String toString() {
			return String.valueOf(getMessage());
		}

	}

}
