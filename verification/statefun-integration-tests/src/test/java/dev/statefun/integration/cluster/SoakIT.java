package dev.statefun.integration.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.statefun.integration.ApplicationProcess;
import dev.statefun.integration.Endpoint;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.ExactlyOnce;
import dev.statefun.integration.FlinkCluster;
import dev.statefun.integration.KafkaBroker;
import dev.statefun.integration.LoadBalancer;
import dev.statefun.integration.Proves;
import dev.statefun.integration.kafka.KafkaApplication;
import dev.statefun.integration.kafka.KafkaModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Ten minutes at a steady rate from Kafka to Kafka, in which each process dies at least
 * once, or does not answer for a while.
 */
@Tag("full")
class SoakIT {

	private static final Logger logger = LoggerFactory.getLogger(SoakIT.class);

	private static final Duration LENGTH = Duration.ofMinutes(10);

	private static final int RATE = 300;

	private static final int KEYS = 500;

	private static final Duration BROKER_PAUSE = Duration.ofSeconds(20);

	/** What happens in each of ten equal parts of the time. */
	private static final List<Fault> FAULTS = List.of(Fault.NONE, Fault.FIRST_COPY, Fault.TASK_MANAGER,
			Fault.SECOND_COPY, Fault.BROKER, Fault.FIRST_COPY, Fault.JOB_MANAGER, Fault.BOTH_COPIES, Fault.TASK_MANAGER,
			Fault.NONE);

	@Test
	@Timeout(1800)
	@Proves(value = "ten minutes of Kafka to Kafka, with 5 killed applications, 2 task managers, 1 job manager and "
			+ "1 pause of the broker", with = EngineSetup.V3_3_0_ASYNC)
	void whenProcessesDieForTenMinutesThenEachRecordCountsOnce() throws Exception {
		assumeThat(LoadBalancer.isInstalled()).as("HAProxy is installed (apt-get install haproxy)").isTrue();
		String[] arguments = { "--statefun.server.port=0", "--it.failure-file=none", "--it.failing-number=-1" };
		try (KafkaBroker broker = KafkaBroker.start();
				ApplicationProcess first = ApplicationProcess.start(KafkaApplication.class, arguments);
				ApplicationProcess second = ApplicationProcess.start(KafkaApplication.class, arguments);
				LoadBalancer balancer = LoadBalancer.start(List.of(first.url(), second.url()))) {
			broker.createTopics(2, "numbers", "results");
			try (FlinkCluster cluster = FlinkCluster.builder()
				.endpoint(Endpoint.of("it/counter", balancer.url()))
				.addToModule(KafkaModule.documents(broker))
				.start(); SteadyProducer producer = SteadyProducer.start(broker, RATE, KEYS)) {
				Schedule schedule = new Schedule(LENGTH.dividedBy(FAULTS.size()));
				for (Fault fault : FAULTS) {
					schedule.awaitNext();
					logger.info("{} records sent, {} restarts; now {}", producer.sent(), cluster.restarts(), fault);
					switch (fault) {
						case NONE -> {
						}
						case FIRST_COPY -> replace(first);
						case SECOND_COPY -> replace(second);
						case BOTH_COPIES -> {
							first.kill();
							second.kill();
							first.restart();
							second.restart();
						}
						case TASK_MANAGER -> cluster.replaceTaskManager();
						case JOB_MANAGER -> cluster.replaceJobManager();
						case BROKER -> {
							broker.process().pause();
							schedule.await(BROKER_PAUSE);
							broker.process().resume();
						}
					}
				}
				schedule.awaitNext();
				int sent = producer.stop();
				assertThat(sent).isGreaterThan((int) (LENGTH.toSeconds() * RATE * 9 / 10));
				List<String> results = broker.committed("results", sent, Duration.ofMinutes(5))
					.stream()
					.map((result) -> result.key() + " " + new String(result.value(), StandardCharsets.UTF_8))
					.toList();
				logger.info("{} records committed after {} restarts", results.size(), cluster.restarts());
				ExactlyOnce.assertEach(IntStream.range(0, sent)
					.mapToObj((number) -> "%d %d %d".formatted(number % KEYS, number, number / KEYS + 1))
					.toList(), results);
				assertThat(cluster.restarts()).isGreaterThanOrEqualTo(3);
			}
		}
	}

	private static void replace(ApplicationProcess copy) {
		copy.kill();
		copy.restart();
	}

	private enum Fault {

		NONE, FIRST_COPY, SECOND_COPY, BOTH_COPIES, TASK_MANAGER, JOB_MANAGER, BROKER

	}

}
