package dev.statefun.autoconfigure.replay;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.statefun.autoconfigure.replay.DeliberateDifferences.Difference;
import dev.statefun.autoconfigure.replay.Outcome.Effects;
import dev.statefun.autoconfigure.replay.Outcome.Refusal;
import dev.statefun.autoconfigure.replay.RecordedCase.DeclaredState;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.protocol.ProtocolVersion;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions of ours that do what those of the official SDKs did answer the same requests
 * with the same effects, or refuse them where those did, except in the cases of
 * {@link DeliberateDifferences}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SdkReplayTests {

	private static final ReplayedFunctions PYTHON_FUNCTIONS = PythonSdkFunctions.create();

	private static final ReplayedFunctions JAVA_FUNCTIONS = JavaSdkFunctions.create();

	private static Map<ProtocolVersion, ReplayServer> servers;

	@BeforeAll
	static void start() {
		servers = Map.of(ProtocolVersion.V2, new ReplayServer(ProtocolVersion.V2), ProtocolVersion.V3,
				new ReplayServer(ProtocolVersion.V3));
	}

	@AfterAll
	static void stop() {
		servers.values().forEach(ReplayServer::close);
	}

	@ParameterizedTest
	@MethodSource("dev.statefun.autoconfigure.replay.RecordedCase#ofPythonSdk")
	void whenTheRequestIsOneToThePythonSdkThenTheOutcomeIsTheSame(RecordedCase recorded, CapturedOutput output)
			throws Exception {
		replay(recorded, PYTHON_FUNCTIONS, output);
	}

	@ParameterizedTest
	@MethodSource("dev.statefun.autoconfigure.replay.RecordedCase#ofJavaSdk")
	void whenTheRequestIsOneToTheJavaSdkThenTheOutcomeIsTheSame(RecordedCase recorded, CapturedOutput output)
			throws Exception {
		replay(recorded, JAVA_FUNCTIONS, output);
	}

	@ParameterizedTest
	@MethodSource("dev.statefun.autoconfigure.replay.RecordedCase#ofJavaSdk")
	void whenAFunctionOfTheJavaSdkDeclaresStatesThenOursDeclaresTheSame(RecordedCase recorded) {
		// Those that expire after no time are a deliberate difference
		Predicate<DeclaredState> expiresAtOnce = (state) -> !state.expirationMode().equals("NONE")
				&& state.expirationMillis() == 0;
		try (AnnotationConfigApplicationContext application = ReplayServer.application(JAVA_FUNCTIONS.of(recorded))) {
			assertThat(application.getBean(FunctionRegistry.class).functions()).singleElement()
				.extracting(SdkReplayTests::declaredStates)
				.asInstanceOf(InstanceOfAssertFactories.list(DeclaredState.class))
				.containsExactlyInAnyOrderElementsOf(
						recorded.declaredStates().stream().filter(expiresAtOnce.negate()).toList());
		}
	}

	@Test
	void whenCasesAreReplayedThenNoneIsMissing() {
		assertThat(RecordedCase.ofPythonSdk()).hasSize(71).doesNotHaveDuplicates();
		assertThat(RecordedCase.ofJavaSdk()).hasSize(123).doesNotHaveDuplicates();
	}

	@Test
	void whenACaseFailedThenItHasACounterpartOrIsADifference() {
		List<String> failed = RecordedCase.all()
			.filter((recorded) -> !recorded.isAnswered())
			.map(RecordedCase::name)
			.toList();
		List<String> treated = new ArrayList<>(Counterparts.cases());
		DeliberateDifferences.cases().stream().filter(failed::contains).forEach(treated::add);
		assertThat(treated).containsExactlyInAnyOrderElementsOf(failed);
	}

	@Test
	void whenADifferenceIsDeliberateThenItIsOneFromARecordedCase() {
		List<RecordedCase> different = RecordedCase.all()
			.filter((recorded) -> DeliberateDifferences.cases().contains(recorded.name()))
			.toList();
		assertThat(different).extracting(RecordedCase::name)
			.containsExactlyInAnyOrderElementsOf(DeliberateDifferences.cases());
		assertThat(different).allSatisfy((recorded) -> {
			Outcome ours = DeliberateDifferences.find(recorded).orElseThrow().outcome();
			if (recorded.isAnswered()) {
				assertThat(ours).isNotEqualTo(recorded.effects());
			}
			else {
				assertThat(ours).isInstanceOf(Effects.class);
			}
		});
	}

	private static void replay(RecordedCase recorded, ReplayedFunctions functions, CapturedOutput output)
			throws Exception {
		int before = output.toString().length();
		HttpResponse<byte[]> response = servers.get(recorded.version())
			.send(recorded.request(), functions.of(recorded));
		String log = linesOfRequests(output.toString().substring(before));
		Difference difference = DeliberateDifferences.find(recorded)
			.orElseGet(() -> new Difference("As the SDK",
					recorded.isAnswered() ? recorded.effects() : Counterparts.of(recorded)));
		SoftAssertions.assertSoftly((softly) -> {
			if (difference.outcome() instanceof Refusal refusal) {
				softly.assertThat(response.statusCode()).as(difference.reason()).isEqualTo(refusal.status());
				softly.assertThat(response.body()).isEmpty();
				softly.assertThat(log).contains(refusal.telling());
			}
			else {
				softly.assertThat(log).as(difference.reason()).doesNotContain("ERROR", "WARN");
				softly.assertThat(response.statusCode()).isEqualTo(200);
				softly.assertThat(response.headers().allValues("content-type"))
					.containsExactly("application/octet-stream");
				softly.assertThat(Effects.of(recorded.version(), response.body())).isEqualTo(difference.outcome());
			}
		});
	}

	/** Applications of other tests may sum up what they logged a minute ago. */
	private static String linesOfRequests(String log) {
		return log.lines()
			.filter((line) -> !line.contains("more of the following kind within a minute"))
			.collect(Collectors.joining("\n"));
	}

	private static List<DeclaredState> declaredStates(FunctionDefinition function) {
		return function.states()
			.stream()
			.map((state) -> new DeclaredState(state.name(), state.type().typeName(), state.expiration().mode().name(),
					state.expiration().timeToLive().toMillis()))
			.toList();
	}

}
