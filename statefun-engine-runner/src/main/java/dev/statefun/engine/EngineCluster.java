package dev.statefun.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.RestoreMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.statefun.flink.core.StatefulFunctionsConfig;
import org.apache.flink.statefun.flink.core.StatefulFunctionsConfigValidator;
import org.apache.flink.statefun.flink.core.StatefulFunctionsJob;
import org.apache.flink.streaming.api.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/**
 * Flink in this JVM, with the StateFun job on it.
 */
final class EngineCluster {

	private final Configuration configuration;

	private final MiniCluster cluster;

	private final @Nullable Path restorePath;

	private volatile @Nullable JobID job;

	EngineCluster(EngineOptions options, Path checkpoints, @Nullable Path restorePath) {
		this.configuration = configuration(options, checkpoints);
		this.restorePath = restorePath;
		Configuration clusterConfiguration = new Configuration(this.configuration);
		// The job brings it, and twice is a warning
		clusterConfiguration.removeConfig(CheckpointingOptions.CHECKPOINT_STORAGE);
		this.cluster = new MiniCluster(new MiniClusterConfiguration.Builder().setConfiguration(clusterConfiguration)
			.setCommonBindAddress("localhost")
			.setNumTaskManagers(1)
			.setNumSlotsPerTaskManager(this.configuration.get(CoreOptions.DEFAULT_PARALLELISM))
			.build());
	}

	private static Configuration configuration(EngineOptions options, Path checkpoints) {
		Configuration configuration = new Configuration();
		// Records then leave in the order in which they came, as a reader of a test
		// expects,
		// and the calls of different instances are asynchronous all the same
		configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
		configuration.set(CoreOptions.TMP_DIRS, options.workDirectory().resolve("tmp").toString());
		configuration.set(CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL,
				StatefulFunctionsConfigValidator.PARENT_FIRST_CLASSLOADER_PATTERNS);
		configuration.set(RestOptions.ADDRESS, "localhost");
		configuration.set(RestOptions.BIND_ADDRESS, "localhost");
		configuration.set(RestOptions.BIND_PORT, "0");
		configuration.set(WebOptions.TMP_DIR, options.workDirectory().resolve("tmp").toString());
		configuration.set(JobManagerOptions.ADDRESS, "localhost");
		configuration.set(JobManagerOptions.BIND_HOST, "localhost");
		configuration.set(TaskManagerOptions.BIND_HOST, "localhost");
		configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
		configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
		configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));

		// Records go on at once instead of waiting for more to fill a buffer
		configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
		configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
		configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
		configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, flinkPath(checkpoints));
		configuration.set(ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointInterval());
		configuration.set(ExecutionCheckpointingOptions.CHECKPOINTING_MODE, CheckpointingMode.EXACTLY_ONCE);
		configuration.set(ExecutionCheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS,
				StatefulFunctionsConfigValidator.MAX_CONCURRENT_CHECKPOINTS);
		configuration.set(ExecutionCheckpointingOptions.EXTERNALIZED_CHECKPOINT,
				CheckpointConfig.ExternalizedCheckpointCleanup.RETAIN_ON_CANCELLATION);

		configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
		configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
				Duration.ofMillis(200));
		configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
				Duration.ofSeconds(10));
		configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
				Duration.ofMinutes(1));
		options.flink().forEach(configuration::setString);
		return configuration;
	}

	/**
	 * As Flink reads it: a URI, but without percent-encoding.
	 */
	private static String flinkPath(Path path) {
		return org.apache.flink.core.fs.Path.fromLocalFile(path.toFile()).toString();
	}

	/**
	 * Starts Flink, submits the job and returns when all of its tasks run.
	 */
	void start() throws Exception {
		this.cluster.start();
		StatefulFunctionsConfig statefun = StatefulFunctionsConfig.fromFlinkConfiguration(this.configuration);
		statefun.setProvider(new EngineUniverse());
		StatefulFunctionsJob.main(new SubmittingEnvironment(), statefun);
		awaitRunning(job());
	}

	private JobID job() {
		JobID job = this.job;
		if (job == null) {
			throw new IllegalStateException("The job is not submitted yet");
		}
		return job;
	}

	private void awaitRunning(JobID job) throws ExecutionException, InterruptedException {
		CompletableFuture<JobResult> end = result();
		while (!isRunning(this.cluster.getExecutionGraph(job).get())) {
			try {
				JobResult result = end.get(50, TimeUnit.MILLISECONDS);
				throw new ExecutionException("The job ended before it was running", failure(result));
			}
			catch (TimeoutException ex) {
				// Not yet
			}
		}
	}

	private static boolean isRunning(AccessExecutionGraph graph) {
		if (graph.getState() != JobStatus.RUNNING) {
			return false;
		}
		for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
			if (vertex.getExecutionState() != ExecutionState.RUNNING) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the end of the job, which comes when Flink gives up restarting it.
	 */
	CompletableFuture<JobResult> result() {
		return this.cluster.requestJobResult(job());
	}

	static @Nullable Throwable failure(JobResult result) {
		return result.getSerializedThrowable()
			.map((failure) -> failure.deserializeError(EngineCluster.class.getClassLoader()))
			.orElse(null);
	}

	/**
	 * Takes a last checkpoint.
	 */
	void checkpoint(Duration timeout) throws Exception {
		this.cluster.triggerCheckpoint(job()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Where {@link StatefulFunctionsJob} hands in the job: submits it without waiting for
	 * its end.
	 */
	@SuppressWarnings("try") // Flink's close() may throw an InterruptedException
	private final class SubmittingEnvironment extends StreamExecutionEnvironment {

		SubmittingEnvironment() {
			super(EngineCluster.this.configuration);
		}

		@Override
		public JobExecutionResult execute(StreamGraph streamGraph) throws Exception {
			JobGraph jobGraph = streamGraph.getJobGraph();
			if (EngineCluster.this.restorePath != null) {
				jobGraph.setSavepointRestoreSettings(SavepointRestoreSettings
					.forPath(flinkPath(EngineCluster.this.restorePath), true, RestoreMode.CLAIM));
			}
			EngineCluster.this.cluster.submitJob(jobGraph).get();
			EngineCluster.this.job = jobGraph.getJobID();
			return new DetachedJobExecutionResult(jobGraph.getJobID());
		}

	}

}
