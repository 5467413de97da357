package dev.statefun.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The engine's JVM. It ends when its standard input does, so also with this JVM, however
 * this one ends.
 */
final class EngineProcess {

	private static final Log logger = LogFactory.getLog(EngineProcess.class);

	private static final Pattern READY = Pattern.compile("statefun-engine ready ingress=(\\d+) egress=(\\d+)");

	private static final Pattern PORT_IN_USE = Pattern.compile("statefun-engine port-in-use (ingress|egress) (\\d+)");

	private static final Pattern FAILED = Pattern.compile("statefun-engine failed (.*)");

	private static final String CHECK = "statefun-engine check ";

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

	private final Process process;

	private final Path directory;

	private final EngineLog log;

	private final @Nullable IngressCheck check;

	private final CompletableFuture<Ports> ready = new CompletableFuture<>();

	private volatile boolean stopping;

	private volatile @Nullable String reason;

	private EngineProcess(Process process, Path directory, EngineLog log, @Nullable IngressCheck check) {
		this.process = process;
		this.directory = directory;
		this.log = log;
		this.check = check;
	}

	/**
	 * Starts the engine.
	 * @param command what to run
	 * @param directory belongs to the process and is deleted with it
	 * @param log takes what it logs
	 * @param check answers its questions, or {@code null} if it asks none
	 */
	static EngineProcess start(List<String> command, Path directory, EngineLog log, @Nullable IngressCheck check)
			throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
		// Options meant for the application's JVM, a debugger's port for one
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		EngineProcess engine = new EngineProcess(builder.start(), directory, log, check);
		engine.pump();
		return engine;
	}

	private void pump() {
		Thread markers = thread("out", () -> read(this.process.getInputStream()));
		Thread lines = thread("err", () -> read(this.process.getErrorStream()));
		thread("log", this.log::run);
		thread("end", () -> awaitEnd(markers, lines));
	}

	private static Thread thread(String name, Runnable task) {
		Thread thread = new Thread(task, "statefun-embedded-engine-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void read(InputStream stream) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (!marker(line)) {
					this.log.line(line);
				}
			}
		}
		catch (IOException ex) {
			// The process was destroyed
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean marker(String line) {
		IngressCheck check = this.check;
		if (check != null && line.startsWith(CHECK)) {
			tell("checked " + check.answer(line.substring(CHECK.length())));
			return true;
		}
		Matcher ready = READY.matcher(line);
		if (ready.matches()) {
			this.ready.complete(new Ports(Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2))));
			return true;
		}
		Matcher portInUse = PORT_IN_USE.matcher(line);
		if (portInUse.matches()) {
			this.ready.completeExceptionally(
					EmbeddedEngineException.portInUse(portInUse.group(1), Integer.parseInt(portInUse.group(2))));
			return true;
		}
		Matcher failed = FAILED.matcher(line);
		if (failed.matches()) {
			this.reason = failed.group(1);
			return true;
		}
		return false;
	}

	/** Sends a line. Its standard input stays open. */
	private synchronized void tell(String line) {
		try {
			OutputStream input = this.process.getOutputStream();
			input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			input.flush();
		}
		catch (IOException ex) {
			logger.debug("The embedded engine does not listen", ex);
		}
	}

	private void awaitEnd(Thread... readers) {
		try {
			int status = this.process.waitFor();
			for (Thread reader : readers) {
				reader.join(1000);
			}
			this.log.end();
			FileSystemUtils.deleteRecursively(this.directory);
			String reason = this.reason;
			boolean starting = this.ready.completeExceptionally(EmbeddedEngineException
				.ended((reason != null) ? reason : "exit code " + status, this.log.lastLines()));
			if (!starting && !this.stopping && !this.ready.isCompletedExceptionally()) {
				if (status == 0) {
					// As it does on Ctrl+C, which reaches both processes
					logger.info("The embedded engine was ended from outside");
				}
				else {
					logger.error("The embedded engine ended by itself with exit code " + status
							+ ": the log of 'statefun.engine' says why");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + this.directory, ex);
		}
	}

	/**
	 * Waits until the engine is ready, or destroys it.
	 */
	Ports awaitReady(Duration timeout) {
		try {
			return this.ready.get(TimeUnit.MILLISECONDS.convert(timeout), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			destroy();
			throw EmbeddedEngineException.timedOut(timeout.toSeconds(), this.log.lastLines());
		}
		catch (ExecutionException ex) {
			destroy();
			throw (ex.getCause() instanceof EmbeddedEngineException failure) ? failure
					: new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			destroy();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the embedded engine was starting", ex);
		}
	}

	void stop() {
		this.stopping = true;
		tell("stop");
		try {
			if (!this.process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("The embedded engine did not stop within " + STOP_TIMEOUT.toSeconds() + " s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		destroy();
	}

	private void destroy() {
		this.stopping = true;
		this.process.destroyForcibly();
		try {
			this.process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + this.directory, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Where the engine listens.
	 *
	 * @param ingress port of the HTTP ingress
	 * @param egress port of the HTTP egress
	 */
	record Ports(int ingress, int egress) {

	}

}
