package dev.statefun.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine until it is asked to stop or nobody is there any more to ask it.
 *
 * <p>
 * The one who starts it holds its standard input: the line {@code stop} stops it
 * gracefully, the end of the input at once. It says on standard output when it is ready
 * or why it is not, one line that begins with {@code statefun-engine}, and logs to
 * standard error. In the same way it may ask whether functions can take a message. It
 * deletes its work directory when it ends, however it ends.
 *
 * @since 0.1.0
 */
public final class EngineRunner {

	private static final Logger logger = LoggerFactory.getLogger(EngineRunner.class);

	private static final Duration LAST_CHECKPOINT_TIMEOUT = Duration.ofSeconds(10);

	private static final String MARKER = "statefun-engine ";

	private final EngineOptions options;

	private final MessageCheck check = new MessageCheck(EngineRunner::say);

	private volatile @Nullable StateDirectory state;

	private volatile @Nullable EngineCluster running;

	private volatile @Nullable LoopbackServer ingress;

	private EngineRunner(EngineOptions options) {
		this.options = options;
	}

	/**
	 * Runs the engine. What it needs comes as system properties
	 * {@code statefun.engine.*}.
	 * @param args none
	 */
	public static void main(String[] args) {
		// Without it, each answer with a body takes 40 ms
		System.setProperty("sun.net.httpserver.nodelay", "true");
		EngineRunner runner = new EngineRunner(EngineOptions.from(System.getProperties()));
		Thread parent = new Thread(runner::obeyParent, "statefun-engine-parent");
		parent.setDaemon(true);
		parent.start();
		Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "statefun-engine-stop"));
		runner.run();
	}

	private void run() {
		try {
			LoopbackServer ingress = bind("ingress", this.options.ingressPort(),
					new IngressHandler(EngineJvm.get().ingressLog(), () -> EngineJvm.get().functionTypes(),
							this.options.checkMessages() ? this.check : null));
			LoopbackServer egress = bind("egress", this.options.egressPort(), new ClientAnswersHandler(
					EngineJvm.get().clientAnswers(), new EgressHandler(EngineJvm.get().keptRecords())));
			EngineJvm.get().egressRedirection().port(egress::port);
			EngineCluster cluster = start();
			this.ingress = ingress;
			this.running = cluster;
			ingress.start();
			egress.start();
			say("ready ingress=" + ingress.port() + " egress=" + egress.port());
			JobResult result = cluster.result().get();
			logger.error("The job ended as {}", result.getApplicationStatus(), EngineCluster.failure(result));
			say("failed the job ended as " + result.getApplicationStatus());
		}
		catch (PortInUseException ex) {
			say("port-in-use " + ex.name + " " + ex.port);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			Throwable cause = (ex instanceof ExecutionException && ex.getCause() != null) ? ex.getCause() : ex;
			logger.error("The engine failed", cause);
			say("failed " + describe(cause));
		}
		end(1);
	}

	/**
	 * Flink wraps the cause deeply: find the innermost one. If causes form a circle, it
	 * is the last one before they repeat.
	 */
	static String describe(Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable root = failure;
		for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
			root = cause;
		}
		return (root != failure) ? failure + ", caused by " + root : failure.toString();
	}

	private EngineCluster start() throws Exception {
		Files.createDirectories(this.options.workDirectory().resolve("tmp"));
		Path stateDirectory = this.options.stateDirectory();
		Path checkpoints = this.options.workDirectory().resolve("checkpoints");
		Path restorePath = null;
		if (stateDirectory != null) {
			StateDirectory state = new StateDirectory(stateDirectory);
			state.lock();
			this.state = state;
			checkpoints = state.checkpoints();
			restorePath = state.latestCheckpoint(
					Configuration.fromMap(this.options.flink()).get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS));
			logger.info((restorePath != null) ? "Restoring the state of {}" : "There is no state yet in {}",
					(restorePath != null) ? restorePath : stateDirectory);
		}
		EngineCluster cluster = new EngineCluster(this.options, checkpoints, restorePath);
		cluster.start();
		return cluster;
	}

	private static LoopbackServer bind(String name, int port, LoopbackServer.Handler handler)
			throws IOException, PortInUseException {
		try {
			return new LoopbackServer(name, port, handler);
		}
		catch (BindException ex) {
			throw new PortInUseException(name, port, ex);
		}
	}

	private void obeyParent() {
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				if (!this.check.answered(line) && line.equals("stop")) {
					stop();
				}
			}
		}
		catch (IOException ex) {
			// The same as its end
		}
		end(0);
	}

	/**
	 * Accepts nothing more and takes a last checkpoint if anybody can use it.
	 */
	private synchronized void stop() {
		LoopbackServer ingress = this.ingress;
		EngineCluster running = this.running;
		if (ingress != null && running != null && this.options.stateDirectory() != null) {
			ingress.stop();
			try {
				running.checkpoint(LAST_CHECKPOINT_TIMEOUT);
			}
			catch (TimeoutException ex) {
				logger.warn("The last checkpoint was not complete within {} s: the next start resumes from the one "
						+ "before it", LAST_CHECKPOINT_TIMEOUT.toSeconds());
			}
			catch (Exception ex) {
				logger.warn("The last checkpoint failed: the next start resumes from the one before it", ex);
			}
		}
		end(0);
	}

	/**
	 * Ends this JVM at once. Twice over the work directory, since Flink's threads are
	 * still at work in it.
	 */
	private void end(int status) {
		StateDirectory.delete(this.options.workDirectory());
		StateDirectory.delete(this.options.workDirectory());
		Runtime.getRuntime().halt(status);
	}

	private static void say(String words) {
		System.out.println(MARKER + words);
	}

	private static final class PortInUseException extends Exception {

		private final String name;

		private final int port;

		PortInUseException(String name, int port, BindException cause) {
			super(cause);
			this.name = name;
			this.port = port;
		}

	}

}
