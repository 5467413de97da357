package dev.statefun.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.io.DeadLetter;
import dev.statefun.type.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One record in a hundred fails, and costs no more than itself.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PoisonIT {

	private static final int RECORDS = 10_000;

	private static final int FOREVER = Integer.MAX_VALUE;

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenPoisonIsDeadLetteredThenAllElseIsCountedOnceAndTheJobRunsOn(String transport) {
		try (KafkaBroker broker = brokerWithTopic();
				ApplicationProcess application = start(FOREVER, "--statefun.errors.rules[0].action=dead-letter",
						"--statefun.errors.dead-letter.egress=it/kafka", "--statefun.errors.dead-letter.topic=dead");
				Engine engine = engine(application, transport, RECORDS).addToModule(kafkaEgress(broker)).start()) {
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS - RECORDS / 100, PATIENCE);
			List<ConsumerRecord<String, byte[]>> letters = broker.committed("dead", RECORDS / 100, PATIENCE);
			assertThat(engine.restarts()).isZero();
			assertCounted(records, RECORDS, (number) -> !PoisonedApplication.isPoison(number));
			Map<Long, DeadLetter> poison = new TreeMap<>();
			letters.forEach((letter) -> poison.put(number(letter), DeadLetter.from(letter.value())));
			assertThat(letters).hasSize(RECORDS / 100);
			assertThat(poison.keySet()).containsExactlyElementsOf(numbers(RECORDS, PoisonedApplication::isPoison));
			assertThat(poison).allSatisfy((number, letter) -> {
				assertThat(letter.target())
					.isEqualTo(Address.of(PoisonedApplication.FUNCTION, "" + number % PoisonedApplication.IDS));
				assertThat(letter.caller()).isNull();
				assertThat(letter.exceptionType()).isEqualTo("java.lang.IllegalStateException");
				assertThat(letter.exceptionMessage()).isEqualTo("Poison: " + number);
				assertThat(letter.attempts()).isOne();
			});
		}
	}

	private static long number(ConsumerRecord<String, byte[]> letter) {
		DeadLetter dead = DeadLetter.from(ByteString.copyFrom(letter.value()));
		assertThat(letter.key()).isEqualTo(dead.target().id());
		return dead.value().as(Types.longType());
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenHandlersFailTwiceAndAreRetriedThenAllIsCountedOnceAndTheJobRunsOn(String transport) {
		try (ApplicationProcess application = start(2, "--statefun.errors.rules[0].retry.delay=20ms",
				"--statefun.errors.rules[0].retry.max-retries=2");
				Engine engine = engine(application, transport, RECORDS).start()) {
			List<CommittedRecord> records = engine.awaitCommitted(RECORDS, PATIENCE);
			assertThat(engine.restarts()).isZero();
			assertCounted(records, RECORDS, (number) -> true);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "okhttp" })
	void whenNothingIsConfiguredThenAThrowingHandlerIsRetriedByTheEngineUntilItIsMended(String transport,
			@TempDir Path directory) throws IOException {
		Path mended = directory.resolve("mended");
		int records = 2_000;
		try (ApplicationProcess application = start(FOREVER, "--it.mended=" + mended);
				Engine engine = engine(application, transport, records).start()) {
			// Of those instances that have had no poison yet
			List<CommittedRecord> before = engine.awaitCommitted(records / 2, PATIENCE);
			assertThat(before).noneMatch(
					(committed) -> PoisonedApplication.isPoison(Long.parseLong(committed.asString().split(" ")[0])));
			Files.createFile(mended);
			List<CommittedRecord> after = engine.awaitCommitted(records, PATIENCE);
			assertThat(engine.restarts()).isZero();
			assertCounted(after, records, (number) -> true);
		}
	}

	private static ApplicationProcess start(int failures, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--it.failures=" + failures, "--statefun.server.port=0"));
		all.addAll(List.of(arguments));
		return ApplicationProcess.start(PoisonedApplication.class, all.toArray(String[]::new));
	}

	private static Engine.Builder engine(ApplicationProcess application, String transport, int records) {
		return Engine.builder(EngineVersion.V3_3_0)
			.endpoint(Endpoint.of(PoisonedApplication.FUNCTION, application.url()).withTransport(transport))
			.records(records, PoisonedApplication.IDS, PoisonedApplication.FUNCTION);
	}

	private static KafkaBroker brokerWithTopic() {
		KafkaBroker broker = KafkaBroker.start();
		broker.createTopics(1, "dead");
		return broker;
	}

	private static String kafkaEgress(KafkaBroker broker) {
		return """
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: it/kafka
				  address: %s
				  deliverySemantic:
				    type: exactly-once
				    transactionTimeout: 1min
				""".formatted(broker.address());
	}

	/** Each once, and in its place. */
	private static void assertCounted(List<CommittedRecord> records, int total, LongPredicate counted) {
		int[] places = new int[PoisonedApplication.IDS];
		List<String> expected = numbers(total, counted).stream()
			.map((number) -> number + " " + ++places[(int) (number % PoisonedApplication.IDS)])
			.sorted()
			.toList();
		assertThat(records.stream().map(CommittedRecord::asString).sorted()).containsExactlyElementsOf(expected);
	}

	private static List<Long> numbers(int total, LongPredicate included) {
		return LongStream.range(0, total).filter(included).boxed().toList();
	}

}
