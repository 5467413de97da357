package dev.statefun.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.springframework.util.FileSystemUtils;

/**
 * Functions of the official JavaScript SDK, in a process of Node.js. The script serves
 * them on a free port, and says where. It ends with its standard input.
 */
public final class NodeFunctions implements AutoCloseable {

	private static final Path INSTALLED = Path.of("target", "javascript");

	private static final Pattern READY = Pattern.compile("statefun-javascript ready (\\d+)");

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final JvmProcess process;

	private final URI url;

	private NodeFunctions(JvmProcess process, URI url) {
		this.process = process;
		this.url = url;
	}

	/**
	 * Copies the sources to {@code target}, and installs the packages that they need.
	 * @param sources the scripts, {@code package.json} and the lock file
	 * @return why that is impossible on this machine, or nothing if it is done
	 */
	public static Optional<String> install(Path sources) {
		try {
			FileSystemUtils.copyRecursively(sources, INSTALLED);
			Path log = INSTALLED.resolve("npm.log");
			if (!succeeds(log, "node", "--version")) {
				return Optional.of("there is no Node.js");
			}
			// npm would otherwise try for minutes to reach a registry
			return succeeds(log, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
					"--fetch-retries=1", "--fetch-timeout=20000") ? Optional.empty()
							: Optional.of("npm cannot install the SDK, see " + log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean succeeds(Path log, String... command) {
		try {
			Process process = new ProcessBuilder(command).directory(INSTALLED.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			process.getOutputStream().close();
			if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				return process.exitValue() == 0;
			}
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
			return false;
		}
		catch (IOException ex) {
			return false; // There is no such program
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + command[0], ex);
		}
	}

	/**
	 * Starts a script, and waits until it is ready.
	 * @param script its name among the installed sources
	 * @return the functions
	 */
	public static NodeFunctions start(String script) {
		JvmProcess process = JvmProcess.startProgram("javascript", (line) -> line.startsWith("statefun-javascript "),
				List.of("node", INSTALLED.resolve(script).toString()));
		try {
			return new NodeFunctions(process,
					URI.create("http://localhost:%s/statefun".formatted(process.await(READY, PATIENCE).group(1))));
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	/**
	 * Returns where the engine is to call.
	 * @return the address of the endpoint
	 */
	public URI url() {
		return this.url;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
