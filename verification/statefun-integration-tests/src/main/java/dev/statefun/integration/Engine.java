package dev.statefun.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A real engine in its own JVM, which calls the given endpoints. Its ingress counts from
 * 0 and sends each number, a {@code long}, to one function. After a checkpoint, its
 * egress {@code test/out} has each message that functions sent exactly once. Thread-safe.
 *
 * <pre>{@code
 * try (Engine engine = Engine.builder(EngineVersion.V3_3_0)
 * 	.endpoint(Endpoint.of("it/*", application.url()).withTransport("okhttp"))
 * 	.records(20_000, 100, "it/counter")
 * 	.start()) {
 * 	assertThat(engine.awaitCommitted(20_000, Duration.ofMinutes(1))).hasSize(20_000);
 * }
 * }</pre>
 */
public final class Engine implements AutoCloseable {

	private static final Pattern ATTEMPT = Pattern.compile("statefun-engine attempt (\\d+) .*");

	private static final Pattern READY = Pattern.compile("statefun-engine ready ingress=(\\d+) egress=(\\d+)");

	private static final Pattern GENERATED = Pattern.compile("statefun-engine generated (\\d+)");

	private static final String END_FILE = "end";

	private static final Duration STARTUP = Duration.ofMinutes(3);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final JvmProcess process;

	private final Path directory;

	private final CommittedRecords committed;

	private final @Nullable URI ingress;

	private Engine(JvmProcess process, Path directory, CommittedRecords committed, @Nullable URI ingress) {
		this.process = process;
		this.directory = directory;
		this.committed = committed;
		this.ingress = ingress;
	}

	/**
	 * Begins to describe an engine.
	 * @param version which
	 * @return a builder, with a parallelism of 1, a checkpoint every 500 ms and restarts
	 * without end after 200 ms
	 */
	public static Builder builder(EngineVersion version) {
		return new Builder(version);
	}

	/**
	 * Returns the process, to be killed or looked at.
	 * @return the process
	 */
	public JvmProcess process() {
		return this.process;
	}

	/**
	 * Returns how often the job was restarted since the engine started.
	 * @return how often, 0 if it never failed
	 */
	public long restarts() {
		return this.process.count(ATTEMPT) - 1;
	}

	/**
	 * Returns what functions have sent to {@code test/out}, as far as a completed
	 * checkpoint has it. Records of one instance are in no particular order.
	 * @return the records, also those of former engines with the same state directory
	 */
	public List<CommittedRecord> committed() {
		return this.committed.read();
	}

	/**
	 * Waits for committed records.
	 * @param atLeast how many there must be
	 * @param patience how long it may take
	 * @return all there are, which may be more
	 * @throws AssertionError if there are less after that time, or if the engine ends
	 */
	public List<CommittedRecord> awaitCommitted(int atLeast, Duration patience) {
		try {
			return Awaitility.await()
				.atMost(patience)
				.failFast(() -> !this.process.isAlive())
				.until(this::committed, (records) -> records.size() >= atLeast);
		}
		catch (ConditionTimeoutException | TerminalFailureException ex) {
			throw new AssertionError(
					"%d of %d records committed, %d restarts, the engine %s:%n%s".formatted(committed().size(), atLeast,
							restarts(), this.process.isAlive() ? "runs" : "ended", this.process.lastLines()),
					ex);
		}
	}

	/**
	 * Has no more records generated.
	 * @return how many there were
	 * @throws IOException if the engine cannot be told
	 */
	public int endRecords() throws IOException {
		Files.createFile(this.directory.resolve(END_FILE));
		return Integer.parseInt(this.process.await(GENERATED, STARTUP).group(1));
	}

	/**
	 * Sends a string to a function, by the HTTP ingress of 3.x.
	 * @param address namespace, name and id of the function, with slashes
	 * @param value the string
	 */
	public void send(String address, String value) {
		send(address, "io.statefun.types/string", StringValue.of(value).toByteString());
	}

	/**
	 * Sends a {@code long} to a function, by the HTTP ingress of 3.x.
	 * @param address namespace, name and id of the function, with slashes
	 * @param value the number
	 */
	public void send(String address, long value) {
		send(address, "io.statefun.types/long",
				UnknownFieldSet.newBuilder()
					.addField(1, UnknownFieldSet.Field.newBuilder().addFixed64(value).build())
					.build()
					.toByteString());
	}

	/**
	 * Sends a value to a function, by the HTTP ingress of 3.x. It is not lost when the
	 * job is restarted.
	 * @param address namespace, name and id of the function, with slashes
	 * @param typename the typename of the value
	 * @param value its bytes
	 */
	public void send(String address, String typename, ByteString value) {
		URI ingress = this.ingress;
		if (ingress == null) {
			throw new IllegalStateException("An engine of 2.x has no HTTP ingress");
		}
		HttpRequest request = HttpRequest.newBuilder(ingress.resolve("/" + address))
			.header("Content-Type", "application/vnd." + typename)
			.PUT(BodyPublishers.ofByteArray(value.toByteArray()))
			.build();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException("The engine refuses the message to %s with %d: %s".formatted(address,
						response.statusCode(), response.body()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot send to " + address, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stops the engine. With a state directory, an engine of 3.x takes a last checkpoint
	 * first, and another one can go on from there.
	 */
	public void stop() {
		this.process.stop();
	}

	@Override
	public void close() {
		this.process.close();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

	/**
	 * Describes an engine.
	 */
	public static final class Builder {

		private final EngineVersion version;

		private final EngineModule module = new EngineModule();

		private final Map<String, String> properties = new LinkedHashMap<>();

		private final List<String> jvmOptions = new ArrayList<>(JvmProcess.SHORT_LIVED);

		private @Nullable Path stateDirectory;

		private Builder(EngineVersion version) {
			this.version = version;
			jvmOption("-Xmx768m");
			parallelism(1).checkpointInterval(Duration.ofMillis(500));
			flink("restart-strategy", "fixed-delay");
			flink("restart-strategy.fixed-delay.attempts", "1000000");
			flink("restart-strategy.fixed-delay.delay", "200 ms");
			flink("execution.checkpointing.mode", "EXACTLY_ONCE");
		}

		/**
		 * Adds functions that it calls.
		 * @param endpoint where they are
		 * @return this builder
		 */
		public Builder endpoint(Endpoint endpoint) {
			this.module.add(endpoint);
			return this;
		}

		/**
		 * Adds to the module file: documents (3.x), or further sections of the module
		 * (2.x), such as those of a Kafka ingress.
		 * @param yaml what is added
		 * @return this builder
		 */
		public Builder addToModule(String yaml) {
			this.module.add(yaml);
			return this;
		}

		/**
		 * Sets the whole module file, instead of one that is written for the endpoints.
		 * @param yaml the file
		 * @return this builder
		 */
		public Builder module(String yaml) {
			this.module.replace(yaml);
			return this;
		}

		/**
		 * Has records generated: the numbers from 0, at most 1,000,000 a second.
		 * @param records how many
		 * @param ids how many instances they go to: {@code n} to that named
		 * {@code n % ids}
		 * @param function which function they go to, namespace and name
		 * @return this builder
		 */
		public Builder records(long records, int ids, String function) {
			property("statefun.integration.records", Long.toString(records));
			property("statefun.integration.ids", Integer.toString(ids));
			return property("statefun.integration.function", function);
		}

		/**
		 * Sets at which rate records are generated.
		 * @param recordsPerSecond how many a second at most
		 * @return this builder
		 */
		public Builder rate(int recordsPerSecond) {
			return property("statefun.integration.rate", Integer.toString(recordsPerSecond));
		}

		/**
		 * Sets how many tasks of each kind there are.
		 * @param parallelism how many
		 * @return this builder
		 */
		public Builder parallelism(int parallelism) {
			return flink("parallelism.default", Integer.toString(parallelism));
		}

		/**
		 * Sets how often a checkpoint is taken.
		 * @param interval how often
		 * @return this builder
		 */
		public Builder checkpointInterval(Duration interval) {
			property("statefun.engine.checkpoint-interval", Long.toString(interval.toMillis()));
			return flink("execution.checkpointing.interval", interval.toMillis() + " ms");
		}

		/**
		 * Sets where state outlives the engine (3.x).
		 * @param directory the directory, for one engine at a time
		 * @return this builder
		 */
		public Builder stateDirectory(Path directory) {
			this.stateDirectory = directory.toAbsolutePath();
			return property("statefun.engine.state-directory", directory.toAbsolutePath().toString());
		}

		/**
		 * Sets an option of Flink.
		 * @param name its name in {@code flink-conf.yaml}
		 * @param value its value
		 * @return this builder
		 */
		public Builder flink(String name, String value) {
			return property("statefun.engine.flink." + name, value);
		}

		/**
		 * Adds an option of the engine's JVM.
		 * @param option the option
		 * @return this builder
		 */
		public Builder jvmOption(String option) {
			this.jvmOptions.add(option);
			return this;
		}

		private Builder property(String name, String value) {
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Starts the engine, and waits until its job runs.
		 * @return the engine
		 */
		public Engine start() {
			try {
				Path directory = Files.createTempDirectory(
						Files.createDirectories(Path.of("target", "engines").toAbsolutePath()), "engine-");
				return start(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private Engine start(Path directory) throws IOException {
			Path modules = Files.createDirectory(directory.resolve("module"));
			Files.createDirectory(directory.resolve("tmp"));
			this.module.write(modules, this.version);
			Path records = (this.stateDirectory != null) ? this.stateDirectory.resolve("records")
					: directory.resolve("records");
			Map<String, String> properties = new LinkedHashMap<>(this.properties);
			properties.put("java.io.tmpdir", directory.resolve("tmp").toString());
			properties.put("statefun.engine.work-directory", directory.toString());
			properties.put("statefun.engine.log-level", "WARN");
			properties.put("statefun.engine.ingress-port", "0");
			properties.put("statefun.engine.egress-port", "0");
			properties.put("statefun.integration.end", directory.resolve(END_FILE).toString());
			properties.put("statefun.integration.directory", records.toUri().toString());
			if (this.version == EngineVersion.V2_2_2) {
				properties.put("statefun.engine.flink.state.checkpoints.dir",
						directory.resolve("checkpoints").toUri().toString());
			}
			List<String> arguments = new ArrayList<>(EngineVersion.jvmOptions());
			arguments.addAll(this.jvmOptions);
			properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
			arguments.add(this.version.mainClass());
			JvmProcess process = JvmProcess.start("engine-" + this.version,
					modules + File.pathSeparator + this.version.classPath(),
					(line) -> line.startsWith("statefun-engine "), arguments);
			try {
				URI ingress = null;
				if (this.version == EngineVersion.V3_3_0) {
					Matcher ready = process.await(READY, STARTUP);
					ingress = URI.create("http://localhost:" + ready.group(1));
				}
				process.await(ATTEMPT, STARTUP);
				return new Engine(process, directory, new CommittedRecords(records), ingress);
			}
			catch (RuntimeException ex) {
				process.close();
				throw ex;
			}
		}

	}

}
