package dev.statefun.embedded;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.statefun.autoconfigure.module.internal.Credentials;
import dev.statefun.http.EndpointSecret;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passes what the engine logs to the logger {@code statefun.engine}, at the level it had
 * there. The lines of one entry, such as a stack trace, stay together.
 */
final class EngineLog {

	static final String LOGGER = "statefun.engine";

	private static final Pattern ENTRY = Pattern
		.compile("\\[(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)] (?:\\S*\\.)?(\\S+) - (.*)");

	private static final int LAST_LINES = 20;

	private static final int MAX_ENTRY = 64 * 1024;

	private static final long QUIET_MILLIS = 100;

	/** Shorter ones would mask parts of many words. */
	private static final int MIN_CREDENTIAL = 4;

	private final Log log;

	private final @Nullable EndpointSecret secret;

	private final List<String> credentials;

	private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>(10_000);

	private final Deque<String> lastLines = new ArrayDeque<>();

	private final StringBuilder entry = new StringBuilder();

	private final EngineProblems problems = new EngineProblems(System::nanoTime);

	private String level = "INFO";

	/**
	 * Create a log.
	 * @param secret the secret of the endpoint, or {@code null} if there is none
	 * @param credentials those in the module file. They are not logged either
	 */
	EngineLog(@Nullable EndpointSecret secret, Collection<String> credentials) {
		this(LogFactory.getLog(LOGGER), secret, credentials);
	}

	EngineLog(Log log, @Nullable EndpointSecret secret, Collection<String> credentials) {
		this.log = log;
		this.secret = secret;
		this.credentials = credentials.stream()
			.filter((credential) -> credential.length() >= MIN_CREDENTIAL)
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList();
	}

	/**
	 * Returns from which level on the engine shall log: what Flink says at INFO is for
	 * those who look for something.
	 */
	String threshold() {
		return this.log.isTraceEnabled() ? "DEBUG" : this.log.isDebugEnabled() ? "INFO" : "WARN";
	}

	/** The engine logs the URLs that it cannot reach, and values that it cannot use. */
	private String masked(String line) {
		String masked = (this.secret != null) ? this.secret.maskedIn(line) : line;
		for (String credential : this.credentials) {
			masked = masked.replace(credential, Credentials.MASK);
		}
		return masked;
	}

	/** A stack trace keeps its tabs. */
	private static String escaped(String line) {
		return line.startsWith("\t") ? "\t" + LogText.line(line.substring(1)) : LogText.line(line);
	}

	void line(String text) throws InterruptedException {
		String line = escaped(masked(text));
		if (!line.isBlank() && !EngineProblems.isFrame(line)) {
			synchronized (this.lastLines) {
				this.lastLines.addLast(line);
				if (this.lastLines.size() > LAST_LINES) {
					this.lastLines.removeFirst();
				}
			}
		}
		this.lines.put(new Line(line));
	}

	void end() throws InterruptedException {
		this.lines.put(Line.END);
	}

	String lastLines() {
		synchronized (this.lastLines) {
			return String.join("\n", this.lastLines);
		}
	}

	/**
	 * Logs what comes, until the end.
	 */
	void run() {
		try {
			Line line = this.lines.take();
			while (line != Line.END) {
				if (line == null) {
					flush();
					line = this.lines.take();
				}
				else {
					add(line.text());
					line = this.lines.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		flush();
	}

	private void add(String line) {
		Matcher matcher = ENTRY.matcher(line);
		if (matcher.matches()) {
			flush();
			this.level = matcher.group(1);
			this.entry.append(matcher.group(2)).append(": ").append(matcher.group(3));
		}
		else if (!line.isBlank()) {
			if (this.entry.length() > MAX_ENTRY) {
				flush();
			}
			if (!this.entry.isEmpty()) {
				this.entry.append(System.lineSeparator());
			}
			this.entry.append(line);
		}
	}

	private void flush() {
		if (this.entry.isEmpty()) {
			return;
		}
		String message = this.entry.toString();
		this.entry.setLength(0);
		switch (this.level) {
			case "TRACE" -> this.log.trace(message);
			case "DEBUG" -> this.log.debug(message);
			case "WARN", "ERROR", "FATAL" -> problem(message);
			default -> this.log.info(message);
		}
	}

	/**
	 * Logs a problem in one line, with its cause. The same problem, as when a job fails
	 * again and again, is counted for a minute. At debug, all of it is logged.
	 */
	private void problem(String message) {
		boolean warning = this.level.equals("WARN");
		if (this.log.isDebugEnabled()) {
			write(warning, message);
			return;
		}
		if (EngineProblems.isRepetition(message)) {
			return;
		}
		String line = EngineProblems.inOneLine(message);
		int before = this.problems.occurred(line);
		if (before >= 0) {
			write(warning, (before > 0) ? "%s (%d times since it was logged last)".formatted(line, before) : line);
		}
	}

	private void write(boolean warning, String message) {
		if (warning) {
			this.log.warn(message);
		}
		else {
			this.log.error(message);
		}
	}

	private record Line(@Nullable String content) {

		private static final Line END = new Line(null);

		Line {
		}

		String text() {
			return (this.content != null) ? this.content : "";
		}

	}

}
