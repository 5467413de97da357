package dev.statefun.integration.cluster;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.statefun.integration.ApplicationProcess;
import dev.statefun.integration.CommittedRecord;
import dev.statefun.integration.CountingApplication;
import dev.statefun.integration.Endpoint;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.ExactlyOnce;
import dev.statefun.integration.FlinkCluster;
import dev.statefun.integration.LoadBalancer;
import dev.statefun.integration.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A cluster of Flink calls two copies of an application behind a load balancer, while one
 * process after the other is killed.
 */
@Tag("full")
class ClusterIT {

	private static final Logger logger = LoggerFactory.getLogger(ClusterIT.class);

	private static final int RECORDS = 120_000;

	private static final int IDS = 500;

	/** So slow that there is work to do until the last process was killed. */
	private static final int RATE = 1_000;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Test
	@Timeout(900)
	@Proves(value = "many processes: killed copies, task managers and job managers lose and repeat nothing",
			with = EngineSetup.V3_3_0_ASYNC)
	void whenProcessesAreKilledThenEachRecordIsCountedOnce() {
		assumeThat(LoadBalancer.isInstalled()).as("HAProxy is installed (apt-get install haproxy)").isTrue();
		long begin = System.nanoTime();
		try (ApplicationProcess first = ApplicationProcess.start(CountingApplication.class, "--statefun.server.port=0");
				ApplicationProcess second = ApplicationProcess.start(CountingApplication.class,
						"--statefun.server.port=0");
				LoadBalancer balancer = LoadBalancer.start(List.of(first.url(), second.url()));
				FlinkCluster cluster = FlinkCluster.builder()
					.endpoint(Endpoint.of("it/counter", balancer.url()))
					.records(RECORDS, IDS, "it/counter", RATE)
					.start()) {
			log("The job runs", begin);
			cluster.awaitCommitted(5 * RATE, PATIENCE);
			log("A copy is killed", begin);
			first.kill();
			cluster.awaitCommitted(15 * RATE, PATIENCE);
			first.restart();
			assertThat(cluster.restarts()).as("the other copy was there").isZero();
			log("A task manager is killed", begin);
			cluster.replaceTaskManager();
			cluster.awaitCommitted(RECORDS * 2 / 3, PATIENCE);
			log("The job manager is killed", begin);
			cluster.replaceJobManager();
			List<CommittedRecord> records = cluster.awaitCommitted(RECORDS, PATIENCE);
			log("All is committed after " + cluster.restarts() + " restarts", begin);
			ExactlyOnce.assertEach(
					IntStream.range(0, RECORDS).mapToObj((number) -> number + " " + (number / IDS + 1)).toList(),
					records.stream().map(CommittedRecord::asString).toList());
			assertThat(cluster.restarts()).isGreaterThanOrEqualTo(2);
		}
	}

	private static void log(String what, long begin) {
		logger.info("{} after {} s", what, (System.nanoTime() - begin) / 1_000_000_000);
	}

}
