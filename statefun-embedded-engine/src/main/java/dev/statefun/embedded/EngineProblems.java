package dev.statefun.embedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts problems of the engine, so that each is logged once a minute. For one thread.
 */
final class EngineProblems {

	private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

	/** More different problems than that are not told apart from new ones. */
	private static final int MAX_PROBLEMS = 200;

	private static final String CAUSE = "Caused by: ";

	private static final Pattern FRAME = Pattern.compile("\\s+(at \\S.*|\\.\\.\\. \\d+ more)");

	/** Kafka clients log this each second while a broker is away. */
	private static final Pattern NO_BROKER = Pattern
		.compile("NetworkClient: (?:\\[.*?] )?Connection to node \\S+ \\((.+?)\\) could not be established.*");

	/** It follows the line above. */
	private static final Pattern NO_BROKER_AGAIN = Pattern
		.compile("NetworkClient: (?:\\[.*?] )?Bootstrap broker .* disconnected");

	/** Occurrences of one problem differ in these. */
	private static final Pattern VARIABLE = Pattern.compile("[0-9a-f]{8,}|\\d+");

	private final LongSupplier nanoTime;

	private final Map<String, Occurrences> problems = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Occurrences> eldest) {
			return size() > MAX_PROBLEMS;
		}

	};

	EngineProblems(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Counts an occurrence.
	 * @return how often it occurred since it was logged last, or -1 if it is not to be
	 * logged now
	 */
	int occurred(String line) {
		Occurrences occurrences = this.problems.computeIfAbsent(VARIABLE.matcher(line).replaceAll("#"),
				(key) -> new Occurrences());
		long now = this.nanoTime.getAsLong();
		if (occurrences.logged && now - occurrences.loggedAt < QUIET_NANOS) {
			occurrences.count++;
			return -1;
		}
		int before = occurrences.count;
		occurrences.logged = true;
		occurrences.loggedAt = now;
		occurrences.count = 0;
		return before;
	}

	static boolean isFrame(String line) {
		return FRAME.matcher(line).matches();
	}

	/** Tell whether an entry only repeats another one. */
	static boolean isRepetition(String entry) {
		return NO_BROKER_AGAIN.matcher(entry).matches();
	}

	/** Reduces an entry to its first line, and to the innermost cause. */
	static String inOneLine(String entry) {
		Matcher noBroker = NO_BROKER.matcher(entry);
		if (noBroker.matches()) {
			return "Kafka cannot be reached at %s, the engine goes on trying: is it running, and is this its address?"
				.formatted(noBroker.group(1));
		}
		List<String> lines = entry.lines().toList();
		String cause = "";
		for (String line : lines.subList(1, lines.size())) {
			if (line.startsWith(CAUSE)) {
				cause = line.substring(CAUSE.length());
			}
			else if (cause.isEmpty() && !isFrame(line)) {
				cause = line;
			}
		}
		String first = lines.get(0).strip();
		return (cause.isEmpty() || first.contains(cause)) ? first : first + ", caused by " + cause;
	}

	private static final class Occurrences {

		private boolean logged;

		private long loggedAt;

		private int count;

	}

}
