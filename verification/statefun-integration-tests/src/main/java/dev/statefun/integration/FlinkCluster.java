package dev.statefun.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

/**
 * A cluster of Flink on the loopback interface, with the engine 3.3.0. The job manager
 * and the task managers run in JVMs of their own, and checkpoints are on disk. With
 * ZooKeeper, a new job manager resumes the job of a killed one. Each process can be
 * killed and started again.
 */
public final class FlinkCluster implements AutoCloseable {

	private static final Pattern ATTEMPT = Pattern.compile("statefun-engine attempt (\\d+) .*");

	private static final Pattern TASK_MANAGERS = Pattern.compile("\"taskmanagers\":(\\d+)");

	private static final Pattern RUNNING_TASKS = Pattern
		.compile("\"state\":\"RUNNING\".*\"total\":(\\d+),.*\"running\":(\\d+),");

	private static final Duration STARTUP = Duration.ofMinutes(3);

	/** Runs the main class that is its first argument. */
	private static final String MEMBER = "ClusterMember";

	private static final String FLINK = "org.apache.flink.runtime.";

	private static final String ZOOKEEPER = "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Path directory;

	private final Map<String, String> properties;

	private final CommittedRecords committed;

	private final URI rest;

	private final JvmProcess zooKeeper;

	private JvmProcess jobManager;

	private final List<JvmProcess> taskManagers = new ArrayList<>();

	private long formerAttempts;

	private FlinkCluster(Path directory, Map<String, String> properties, int taskManagers) throws IOException {
		this.directory = directory;
		this.properties = properties;
		Path records = directory.resolve("records");
		this.committed = new CommittedRecords(records);
		properties.put("statefun.integration.directory", records.toUri().toString());
		int zooKeeperPort = freePort();
		int restPort = freePort();
		this.rest = URI.create("http://localhost:" + restPort);
		configure(zooKeeperPort, restPort);
		this.zooKeeper = launch("zookeeper", List.of("-Xmx128m", "-Dzookeeper.admin.enableServer=false"), MEMBER,
				ZOOKEEPER, directory.resolve("zoo.cfg").toString());
		this.jobManager = launchJobManager();
		for (int i = 0; i < taskManagers; i++) {
			this.taskManagers.add(launchTaskManager());
		}
	}

	/**
	 * Begins to describe a cluster.
	 * @return a builder, with two task managers and a parallelism of 2
	 */
	public static Builder builder() {
		return new Builder();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void configure(int zooKeeperPort, int restPort) throws IOException {
		Files.writeString(this.directory.resolve("zoo.cfg"), """
				tickTime=1000
				dataDir=%s
				clientPort=%d
				clientPortAddress=localhost
				""".formatted(this.directory.resolve("zookeeper"), zooKeeperPort));
		Path temporary = Files.createDirectory(this.directory.resolve("tmp"));
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("rest.port", restPort);
		options.put("rest.bind-port", restPort);
		options.put("io.tmp.dirs", temporary);
		options.put("web.tmpdir", temporary);
		options.put("high-availability.zookeeper.quorum", "localhost:" + zooKeeperPort);
		options.put("high-availability.storageDir", this.directory.resolve("ha").toUri());
		options.put("state.checkpoints.dir", this.directory.resolve("checkpoints").toUri());
		options.put("statefun.remote.module-name", this.directory.resolve("module.yaml").toUri());
		StringBuilder configuration = new StringBuilder(new ClassPathResource("flink-conf.yaml", FlinkCluster.class)
			.getContentAsString(StandardCharsets.UTF_8));
		options.forEach((name, value) -> configuration.append(name).append(": ").append(value).append('\n'));
		Files.writeString(this.directory.resolve("flink-conf.yaml"), configuration);
	}

	private JvmProcess launchJobManager() {
		return launch("jobmanager", List.of("-Xmx512m"), MEMBER,
				FLINK + "entrypoint.StandaloneSessionClusterEntrypoint", "--configDir", this.directory.toString());
	}

	private JvmProcess launchTaskManager() {
		List<String> arguments = new ArrayList<>(
				List.of(FLINK + "taskexecutor.TaskManagerRunner", "--configDir", this.directory.toString()));
		Map.of("taskmanager.cpu.cores", "2", "taskmanager.memory.task.heap.size", "256m",
				"taskmanager.memory.task.off-heap.size", "0", "taskmanager.memory.framework.heap.size", "128m",
				"taskmanager.memory.framework.off-heap.size", "128m", "taskmanager.memory.managed.size", "32m",
				"taskmanager.memory.network.min", "64m", "taskmanager.memory.network.max", "64m",
				"taskmanager.memory.jvm-metaspace.size", "128m")
			.forEach((name, value) -> arguments.addAll(List.of("-D", name + "=" + value)));
		arguments.addAll(List.of("-D", "taskmanager.memory.jvm-overhead.min=64m", "-D",
				"taskmanager.memory.jvm-overhead.max=64m"));
		return launch("taskmanager", List.of("-Xmx512m"), MEMBER, arguments.toArray(String[]::new));
	}

	private JvmProcess launch(String name, List<String> options, String main, String... arguments) {
		List<String> command = new ArrayList<>(EngineVersion.jvmOptions());
		command.addAll(options);
		command.add("-XX:+UseSerialGC");
		command.add("-Djava.io.tmpdir=" + this.directory.resolve("tmp"));
		this.properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
		command.add("dev.statefun.integration.engine." + main);
		command.addAll(List.of(arguments));
		return JvmProcess.start(name, this.directory + File.pathSeparator + EngineVersion.V3_3_0.classPath(),
				(line) -> line.startsWith("statefun-engine "), command);
	}

	private void submit() {
		await("task managers register", () -> number(TASK_MANAGERS, "/overview") >= this.taskManagers.size());
		JvmProcess submission = launch("submission", List.of("-Xmx256m"), "ClusterSubmission",
				this.directory.toString());
		try {
			submission.await(Pattern.compile("statefun-engine submitted"), STARTUP);
		}
		finally {
			submission.close();
		}
		awaitRunning();
	}

	/**
	 * Waits until all tasks of the job run.
	 */
	public void awaitRunning() {
		await("the job runs", () -> {
			Matcher tasks = RUNNING_TASKS.matcher(get("/jobs/overview"));
			return tasks.find() && tasks.group(1).equals(tasks.group(2));
		});
	}

	private void await(String what, Callable<Boolean> condition) {
		try {
			Awaitility.await().atMost(STARTUP).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("Until %s it is too long: %s. The job manager's last words:%n%s"
				.formatted(what, get("/jobs/overview"), this.jobManager.lastLines()), ex);
		}
	}

	private int number(Pattern pattern, String path) {
		Matcher matcher = pattern.matcher(get(path));
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
	}

	/** Asks the job manager; the answer is empty if there is none. */
	private String get(String path) {
		try {
			return this.client
				.send(HttpRequest.newBuilder(this.rest.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
						BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			return "";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kills the job manager and starts another one, which goes on with the job.
	 */
	public void replaceJobManager() {
		this.jobManager.kill();
		this.jobManager = launchJobManager();
	}

	/**
	 * Kills the task manager that reads the records, and starts another one.
	 */
	public void replaceTaskManager() {
		JvmProcess busy = Collections.max(this.taskManagers, Comparator.comparingLong(JvmProcess::lastMarkerTime));
		busy.kill();
		this.formerAttempts += busy.count(ATTEMPT);
		this.taskManagers.set(this.taskManagers.indexOf(busy), launchTaskManager());
	}

	/**
	 * Returns how often the job was restarted.
	 * @return how often
	 */
	public long restarts() {
		return this.formerAttempts + this.taskManagers.stream().mapToLong((process) -> process.count(ATTEMPT)).sum()
				- 1;
	}

	/**
	 * Waits for committed records.
	 * @param atLeast how many there must be
	 * @param patience how long it may take
	 * @return all there are, which may be more
	 * @throws AssertionError if there are less after that time
	 */
	public List<CommittedRecord> awaitCommitted(int atLeast, Duration patience) {
		try {
			return Awaitility.await()
				.atMost(patience)
				.until(this.committed::read, (records) -> records.size() >= atLeast);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("%d of %d records committed, %d restarts, jobs %s"
				.formatted(this.committed.read().size(), atLeast, restarts(), get("/jobs/overview")), ex);
		}
	}

	@Override
	public void close() {
		this.taskManagers.forEach(JvmProcess::close);
		this.jobManager.close();
		this.zooKeeper.close();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

	/**
	 * Describes a cluster.
	 */
	public static final class Builder {

		private final EngineModule module = new EngineModule();

		private final Map<String, String> properties = new LinkedHashMap<>();

		private Builder() {
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
		 * Adds documents to the module file.
		 * @param yaml the documents
		 * @return this builder
		 */
		public Builder addToModule(String yaml) {
			this.module.add(yaml);
			return this;
		}

		/**
		 * Has records generated, as {@link Engine.Builder#records} says.
		 * @param records how many
		 * @param ids how many instances they go to
		 * @param function which function they go to, namespace and name
		 * @param rate how many a second at most
		 * @return this builder
		 */
		public Builder records(long records, int ids, String function, int rate) {
			this.properties.put("statefun.integration.records", Long.toString(records));
			this.properties.put("statefun.integration.ids", Integer.toString(ids));
			this.properties.put("statefun.integration.function", function);
			this.properties.put("statefun.integration.rate", Integer.toString(rate));
			return this;
		}

		/**
		 * Starts the cluster, submits the job and waits until it runs.
		 * @return the cluster
		 */
		public FlinkCluster start() {
			try {
				Path directory = Files.createTempDirectory(
						Files.createDirectories(Path.of("target", "engines").toAbsolutePath()), "cluster-");
				this.module.write(directory, EngineVersion.V3_3_0);
				FlinkCluster cluster = new FlinkCluster(directory, new LinkedHashMap<>(this.properties), 2);
				try {
					cluster.submit();
					return cluster;
				}
				catch (RuntimeException ex) {
					cluster.close();
					throw ex;
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
