package dev.statefun.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A JVM that a test started, to be killed or paused as the test likes. What it says goes
 * to {@code target/logs}. Programs are expected to end with their standard input, and so
 * with the test's JVM, however that ends. Other programs than JVMs can be started, too.
 * Thread-safe.
 */
public final class JvmProcess implements AutoCloseable {

	/**
	 * Options of a JVM that lives for seconds. The second compiler takes a third of the
	 * CPU that an engine needs to start, and is of no use before the end.
	 */
	static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

	private static final int LAST_LINES = 60;

	private static final int MAX_MATCHED = 200_000;

	private final String name;

	private final Process process;

	private final Deque<String> lastLines = new ArrayDeque<>();

	/** Keeps only the lines that tests look for, since there are too many others. */
	private final List<String> markers = new ArrayList<>();

	private final Predicate<String> marker;

	private long lastMarkerTime = Long.MIN_VALUE;

	private boolean ended;

	private JvmProcess(String name, Process process, Predicate<String> marker) {
		this.name = name;
		this.process = process;
		this.marker = marker;
	}

	/**
	 * Starts a JVM of the same JDK as this one.
	 * @param name what it is called in messages, and its log file
	 * @param classPath its class path
	 * @param marker which lines of its output tests look for
	 * @param arguments options, main class and arguments
	 * @return the process
	 */
	public static JvmProcess start(String name, String classPath, Predicate<String> marker, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", classPath));
		command.addAll(arguments);
		return startProgram(name, marker, command);
	}

	/**
	 * Starts another program than a JVM.
	 * @param name what it is called in messages, and its log file
	 * @param marker which lines of its output tests look for
	 * @param command the program and its arguments
	 * @return the process
	 */
	static JvmProcess startProgram(String name, Predicate<String> marker, List<String> command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
			Path logs = Files.createDirectories(Path.of("target", "logs"));
			JvmProcess started = new JvmProcess(name, builder.start(), marker);
			Path log = logs.resolve(name + "-" + started.pid() + ".log");
			Thread reader = new Thread(() -> started.read(log), name + "-output");
			reader.setDaemon(true);
			reader.start();
			return started;
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot start " + name, ex);
		}
	}

	private void read(Path log) {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8);
				Writer file = Files.newBufferedWriter(log)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				file.write(line + "\n");
				file.flush();
				add(line);
			}
		}
		catch (IOException ex) {
			add(ex.toString());
		}
		end();
	}

	private synchronized void add(String line) {
		this.lastLines.add(line);
		if (this.lastLines.size() > LAST_LINES) {
			this.lastLines.remove();
		}
		if (this.marker.test(line) && this.markers.size() < MAX_MATCHED) {
			this.markers.add(line);
			this.lastMarkerTime = System.nanoTime();
		}
		notifyAll();
	}

	private synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/**
	 * Waits for a marker.
	 * @param pattern what the whole line is like
	 * @param patience how long it may take
	 * @return the match
	 * @throws IllegalStateException if it does not come in time, or the process ends
	 * before; with the last lines of its output
	 */
	public synchronized Matcher await(Pattern pattern, Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		while (true) {
			Matcher found = find(pattern);
			if (found != null) {
				return found;
			}
			long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (this.ended || left <= 0) {
				throw new IllegalStateException("%s %s without saying '%s':%n%s".formatted(this.name,
						this.ended ? "ended" : "was there for " + patience, pattern, lastLines()));
			}
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting for " + this.name, ex);
			}
		}
	}

	private @Nullable Matcher find(Pattern pattern) {
		for (String line : this.markers) {
			Matcher matcher = pattern.matcher(line);
			if (matcher.matches()) {
				return matcher;
			}
		}
		return null;
	}

	/**
	 * Returns the markers so far.
	 * @param pattern what the whole line is like
	 * @return how many there were
	 */
	public synchronized long count(Pattern pattern) {
		return this.markers.stream().filter(pattern.asMatchPredicate()).count();
	}

	/**
	 * Returns when the last marker came.
	 * @return the {@link System#nanoTime()}, or the least number if there was none
	 */
	synchronized long lastMarkerTime() {
		return this.lastMarkerTime;
	}

	/**
	 * Returns the end of the output.
	 * @return its last lines
	 */
	public synchronized String lastLines() {
		return String.join("\n", this.lastLines);
	}

	/**
	 * Returns the id of the process.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Returns whether it runs.
	 * @return false from its end on
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Sends a line to its standard input.
	 * @param line the line
	 */
	public void tell(String line) {
		try {
			Writer input = this.process.outputWriter(StandardCharsets.UTF_8);
			input.write(line + "\n");
			input.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot tell " + this.name + ": " + line, ex);
		}
	}

	/**
	 * Waits for its end.
	 * @param patience how long it may take
	 */
	public void awaitEnd(Duration patience) {
		try {
			if (!this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException(this.name + " does not end:\n" + lastLines());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the end of " + this.name, ex);
		}
	}

	/**
	 * Asks it to end ({@code SIGTERM}), and waits.
	 */
	public void stop() {
		this.process.destroy();
		awaitEnd(Duration.ofSeconds(60));
	}

	/**
	 * Kills it ({@code SIGKILL}), and waits.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd(Duration.ofSeconds(60));
	}

	/**
	 * Pauses it ({@code SIGSTOP}): connections stay, and nobody answers.
	 */
	public void pause() {
		signal("STOP");
	}

	/**
	 * Has it go on after a pause.
	 */
	public void resume() {
		signal("CONT");
	}

	private void signal(String signal) {
		try {
			int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("Cannot send " + signal + " to " + this.name);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot send " + signal + " to " + this.name, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
