package dev.statefun.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.autoconfigure.module.internal.EngineModule;
import dev.statefun.autoconfigure.module.internal.FileLocation;
import dev.statefun.autoconfigure.module.internal.RemoteEndpoint;
import dev.statefun.embedded.EngineProcess.Ports;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.util.FileSystemUtils;

/**
 * The real StateFun engine in a JVM of its own, calling the functions of this
 * application. It starts and stops with the application by itself; a test may inject it
 * to learn its addresses, or to stop and start it in between.
 *
 * <p>
 * {@code PUT} to {@code <ingressUri>/<namespace>/<name>/<id>} with
 * {@code Content-Type: application/vnd.<typename>} sends the body to a function. A
 * message that no handler takes, or whose body cannot be read, is refused with 415 or
 * 400, unless the URL ends with {@code ?check=false}. {@code GET} of
 * {@code <egressUri>/<topic>} takes the oldest record that functions sent there. It waits
 * for one for up to five seconds ({@code ?wait=<seconds>}), then answers 404.
 *
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class EmbeddedEngine {

	private static final Log logger = LogFactory.getLog(EmbeddedEngine.class);

	private static final List<String> OPENED_PACKAGES = List.of("java.lang", "java.util", "java.util.concurrent",
			"java.util.concurrent.atomic", "java.time", "java.net");

	private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(3);

	private final EmbeddedEngineProperties properties;

	private final Supplier<FunctionEndpoint> endpoint;

	private final ModuleFile file;

	private @Nullable EngineProcess process;

	private @Nullable Ports ports;

	EmbeddedEngine(EmbeddedEngineProperties properties, Supplier<FunctionEndpoint> endpoint, ModuleFile file) {
		this.properties = properties;
		this.endpoint = endpoint;
		this.file = file;
	}

	/**
	 * Starts the engine and returns when it takes records. Does nothing if it runs.
	 * Resumes from the last checkpoint if there is a state directory.
	 * @throws IllegalStateException if the application has no web server to be called at
	 * @throws RuntimeException if the engine does not start; the message says why and
	 * what to do
	 */
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		long begin = System.nanoTime();
		FunctionEndpoint endpoint = this.endpoint.get();
		EngineModule module = this.file.writeEmbedded(endpoint.functions(),
				RemoteEndpoint.of(endpoint.urlWithSecret(), this.properties.transport()), module());
		new KafkaReachability(KAFKA_TIMEOUT).check(module.connections());
		EngineProcess process = startProcess(endpoint, module);
		this.ports = process.awaitReady(this.properties.startupTimeout());
		this.process = process;
		logger.info("The embedded StateFun engine is ready after " + (System.nanoTime() - begin) / 1_000_000
				+ " ms and calls " + endpoint.url() + ": PUT " + ingressUri() + "/<namespace>/<name>/<id> and GET "
				+ egressUri() + "/<topic>");
	}

	private EngineProcess startProcess(FunctionEndpoint endpoint, EngineModule module) {
		Path directory = null;
		try {
			directory = Files.createTempDirectory("statefun-engine-").toRealPath();
			Path modules = Files.createDirectory(directory.resolve("module"));
			Files.createDirectory(directory.resolve("tmp"));
			Files.writeString(modules.resolve("module.yaml"), module.text());
			EngineLog log = new EngineLog(endpoint.secret(), module.credentials());
			List<String> command = command(directory, modules, log, endpoint.check() != null);
			return EngineProcess.start(command, directory, log, endpoint.check());
		}
		catch (IOException ex) {
			delete(directory);
			throw new EmbeddedEngineException("The embedded engine cannot be started: " + ex,
					"Check the temporary directory and the JDK of this application.", ex);
		}
		catch (RuntimeException ex) {
			delete(directory);
			throw ex;
		}
	}

	private @Nullable Resource module() {
		String location = this.properties.module();
		return (location != null) ? FileLocation.resolve(location, new DefaultResourceLoader()) : null;
	}

	private static void delete(@Nullable Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + directory, ex);
		}
	}

	private List<String> command(Path directory, Path modules, EngineLog log, boolean checkMessages)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		for (String name : OPENED_PACKAGES) {
			command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
		}
		// The engine's libraries do what the JVM warns of since
		if (Runtime.version().feature() >= 24) {
			command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		// A short life: fast to start matters more than fast in the end
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
		command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
		command.add("-Dstatefun.engine.work-directory=" + directory);
		command.add("-Dstatefun.engine.log-level=" + log.threshold());
		command.add("-Dstatefun.engine.ingress-port=" + this.properties.ingressPort());
		command.add("-Dstatefun.engine.egress-port=" + this.properties.egressPort());
		command.add("-Dstatefun.engine.checkpoint-interval=" + this.properties.checkpointInterval().toMillis());
		command.add("-Dstatefun.engine.check-messages=" + checkMessages);
		Path stateDirectory = this.properties.stateDirectory();
		if (stateDirectory != null) {
			command.add("-Dstatefun.engine.state-directory=" + stateDirectory.toAbsolutePath());
		}
		for (Map.Entry<String, String> option : this.properties.flink().entrySet()) {
			command.add("-Dstatefun.engine.flink." + option.getKey() + "=" + option.getValue());
		}
		command.addAll(this.properties.jvmOptions());
		command.addAll(List.of("-cp",
				modules + File.pathSeparator
						+ EngineClassPath.resolve(directory.resolve("lib"), EmbeddedEngine.class.getClassLoader()),
				"dev.statefun.engine.EngineRunner"));
		return command;
	}

	/**
	 * Stops the engine. Does nothing if it does not run. With a state directory, a last
	 * checkpoint is taken first.
	 */
	public synchronized void stop() {
		EngineProcess process = this.process;
		if (process != null) {
			process.stop();
			this.process = null;
			this.ports = null;
		}
	}

	/**
	 * Returns whether the engine runs.
	 * @return true from the end of {@link #start()} until it is stopped or ends by itself
	 */
	public synchronized boolean isRunning() {
		EngineProcess process = this.process;
		return process != null && process.isAlive();
	}

	/**
	 * Returns where records go in, with the port it really has.
	 * @return the address, without a slash at its end
	 * @throws IllegalStateException if the engine was not started
	 */
	public synchronized URI ingressUri() {
		return uri(ports().ingress());
	}

	/**
	 * Returns where records come out, with the port it really has.
	 * @return the address, without a slash at its end
	 * @throws IllegalStateException if the engine was not started
	 */
	public synchronized URI egressUri() {
		return uri(ports().egress());
	}

	/**
	 * Returns the id of the engine's process, for tests of what happens without it.
	 */
	synchronized long pid() {
		EngineProcess process = this.process;
		if (process == null) {
			throw new IllegalStateException("The embedded engine was not started");
		}
		return process.pid();
	}

	private Ports ports() {
		Ports ports = this.ports;
		if (ports == null) {
			throw new IllegalStateException("The embedded engine was not started");
		}
		return ports;
	}

	private static URI uri(int port) {
		return URI.create("http://localhost:" + port);
	}

}
