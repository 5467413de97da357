package dev.statefun.integration.features;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.protobuf.UnknownFieldSet;
import dev.statefun.integration.CommittedRecord;
import dev.statefun.integration.Endpoints;
import dev.statefun.integration.Engine;
import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What every engine can do, done by the real ones. All scenarios run at once in one job;
 * each test waits for the outcome of one.
 */
@ParameterizedClass
@EnumSource(EngineSetup.class)
class EngineFeaturesIT {

	private static ConfigurableApplicationContext application;

	private static ConfigurableApplicationContext partner;

	private static Engine engine;

	@Parameter
	private EngineSetup setup;

	@BeforeParameterizedClassInvocation
	static void start(EngineSetup setup) {
		application = run(FeatureApplication.class, "server.port=0");
		// Its first message is 0. That is no bytes in 2.x, and does not tell the version
		String protocol = setup.isLegacy() ? "v2" : "auto";
		partner = run(PartnerApplication.class, "server.port=0", "statefun.server.port=0",
				"statefun.protocol=" + protocol);
		Engine.Builder builder = setup.isLegacy()
				? setup.engine(Endpoints.url(application), FeatureApplication.legacyFunctions())
				: setup.engine(Endpoints.url(application), Map.of("it/*", List.of()));
		PartnerApplication.legacyFunctions()
			.forEach((function, states) -> builder.endpoint(setup.endpoint(function, Endpoints.url(partner), states)));
		int scenarios = Scenario.count(setup.isLegacy());
		engine = builder.records(scenarios, scenarios, "it/scenarios").start();
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).properties(properties).run();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		engine.close();
		application.close();
		partner.close();
	}

	@Test
	@Proves("10,000 messages of one instance at once, in order")
	void whenManyMessagesWaitThenTheyComeInLargeBatchesAndInOrder() {
		assertThat(outcomes(Scenario.LARGE_BATCH, 1)).containsExactly("10000 in order");
		// The first of them is alone, and holds up the others
		assertThat(application.getBean(FeatureApplication.BatchSizes.class).largest())
			.isBetween(FeatureApplication.BATCH / 2, FeatureApplication.BATCH);
	}

	@Test
	@Proves("state of each primitive, JSON and protobuf type; empty is not absent")
	void whenStatesAreSetThenTheyComeBackAsTheyWere() {
		assertThat(outcomes(Scenario.VALUES, 3)).containsExactlyInAnyOrder(
				"0 null null null null null 'null' null null null",
				"1 true -2147483648 9223372036854775807 1.5 3.141592653589793 'Grüße 🙂' Point[x=1, y=-2] 42 [Point[x=3, y=4]]",
				"2 false 0 0 0.0 0.0 '' Point[x=0, y=0] 0 []");
	}

	@Test
	@Proves("state of 1 MiB")
	void whenAStateIsLargeThenItComesBackAsItWas() {
		assertThat(outcomes(Scenario.LARGE_STATE, 3)).containsExactlyInAnyOrder("1 true", "2 true", "3 true");
	}

	@Test
	@Proves("removed state")
	void whenAStateIsRemovedThenItIsAbsent() {
		assertThat(outcomes(Scenario.REMOVED_STATE, 3)).containsExactlyInAnyOrder("0 absent", "1 present", "2 absent");
	}

	@Test
	@Proves("delayed messages")
	void whenAMessageIsDelayedThenItComesNoSooner() {
		assertThat(outcomes(Scenario.DELAYED, 1)).singleElement()
			// The engine has a clock of its own, of whole milliseconds
			.satisfies((millis) -> assertThat(Long.parseLong(millis))
				.isGreaterThanOrEqualTo(FeatureApplication.DELAY.toMillis() - 10));
	}

	@Test
	@Proves("functions of two applications that message each other")
	void whenFunctionsAreInTwoApplicationsThenTheyMessageEachOther() {
		assertThat(outcomes(Scenario.TWO_APPLICATIONS, 1))
			.containsExactly("100 rounds, the last one answered with 100 by far/pong/one");
	}

	@Test
	@Proves("a failed request is sent again, and has no effects")
	void whenAFunctionFailsThenItIsCalledAgainAsIfForTheFirstTime() {
		assertThat(outcomes(Scenario.FAILS_ONCE, 1)).containsExactly("attempt 2, seen 1");
		assertThat(engine.restarts()).isZero();
	}

	@Test
	@Proves("Kafka egress records")
	void whenAKafkaRecordIsSentThenTheEngineHasTopicKeyAndValue() throws Exception {
		CommittedRecord sent = awaitRecord(
				this.setup.isLegacy() ? "type.googleapis.com/org.apache.flink.statefun.flink.io.KafkaProducerRecord"
						: "type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord");
		assertThat(fields(sent)).containsEntry(1, "key")
			.containsEntry(2, "value")
			.containsEntry(3, Scenario.KAFKA_RECORD.name());
	}

	@Test
	@Proves("Kinesis egress records (their bytes; there is no Kinesis to test with)")
	void whenAKinesisRecordIsSentThenTheEngineHasStreamKeyAndValue() throws Exception {
		CommittedRecord sent = awaitRecord(
				this.setup.isLegacy() ? "type.googleapis.com/org.apache.flink.statefun.flink.io.KinesisEgressRecord"
						: "type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord");
		assertThat(fields(sent)).containsEntry(1, "key")
			.containsEntry(2, "value")
			.containsEntry(3, Scenario.KINESIS_RECORD.name());
	}

	@Test
	@Proves(value = "cancelled delayed messages", with = { EngineSetup.V3_3_0_ASYNC, EngineSetup.V3_3_0_OKHTTP })
	void whenADelayedMessageIsCancelledThenItNeverComes() {
		assumeSince3();
		assertThat(outcomes(Scenario.CANCELLED, 1)).containsExactly("never came");
	}

	@Test
	@Proves(value = "state that expires after it was written",
			with = { EngineSetup.V3_3_0_ASYNC, EngineSetup.V3_3_0_OKHTTP })
	void whenAStateExpiresAfterAWriteThenItIsGone() {
		assumeSince3();
		assertThat(outcomes(Scenario.EXPIRED_AFTER_WRITE, 1)).containsExactly("short gone, long there");
	}

	@Test
	@Proves(value = "state that expires after the last invocation",
			with = { EngineSetup.V3_3_0_ASYNC, EngineSetup.V3_3_0_OKHTTP })
	void whenAStateExpiresAfterInvocationsThenItIsThereAsLongAsTheyCome() {
		assumeSince3();
		assertThat(outcomes(Scenario.EXPIRED_AFTER_INVOKE, 2)).containsExactlyInAnyOrder("5 there", "6 gone");
	}

	private void assumeSince3() {
		assumeThat(this.setup.isLegacy()).as("2.x has no such thing").isFalse();
	}

	private static List<String> outcomes(Scenario scenario, int count) {
		return Outcomes.await(engine, scenario.name(), count);
	}

	private static CommittedRecord awaitRecord(String typename) {
		return await().atMost(Duration.ofMinutes(3))
			.until(() -> engine.committed()
				.stream()
				.filter((committed) -> committed.typename().equals(typename))
				.findFirst()
				.orElse(null), (committed) -> committed != null);
	}

	private static Map<Integer, String> fields(CommittedRecord committed) throws Exception {
		UnknownFieldSet message = UnknownFieldSet.parseFrom(committed.bytes());
		return Map.of(1, text(message, 1), 2, text(message, 2), 3, text(message, 3));
	}

	private static String text(UnknownFieldSet message, int field) {
		return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
	}

}
