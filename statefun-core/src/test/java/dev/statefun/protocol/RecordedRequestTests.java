package dev.statefun.protocol;

import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.protocol.internal.MalformedRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests that real engines sent, and those that real SDKs were tried with, are decoded
 * to what generated classes read.
 */
class RecordedRequestTests {

	private static final String[] ENGINES = { "engine-2.2.2", "engine-3.3.0-async", "engine-3.3.0-okhttp" };

	private static final String[] SDKS = { "java-sdk-3.3.0", "python-sdk-2.0.0" };

	private final RequestReplyProtocol detecting = RequestReplyProtocol.detecting();

	@Test
	void whenAllEnginesAreCountedThenThereAre116Requests() {
		assertThat(engineRequests()).hasSize(116);
	}

	@ParameterizedTest
	@MethodSource("requestsOfOneVersion")
	void whenItIsOfOneVersionThenItIsDetectedAndDecoded(Vector vector) throws Exception {
		assertThat(this.detecting.decode(vector.request())).isEqualTo(expected(vector));
	}

	@ParameterizedTest
	@MethodSource("requestsOfEitherVersion")
	void whenNothingTellsItsVersionThenItIsTakenFor3xAndDecoded(Vector vector) throws Exception {
		InvocationBatch expected = Reference.of(ProtocolVersion.V3).readRequest(vector.request());
		assertThat(this.detecting.decode(vector.request())).isEqualTo(new InvocationBatch(ProtocolVersion.V3,
				expected.target(), expected.states(), expected.invocations(), VersionEvidence.NONE));
		assertThat(expected.invocations()).noneMatch((invocation) -> invocation.argument().hasValue());
	}

	@ParameterizedTest
	@MethodSource("decodedRequests")
	void whenItsVersionIsPinnedThenItIsDecoded(Vector vector) throws Exception {
		assertThat(RequestReplyProtocol.of(vector.version()).decode(vector.request())).isEqualTo(expected(vector));
	}

	@ParameterizedTest
	@MethodSource("refusedRequests")
	void whenItIsNotWellFormedThenItIsRefused(Vector vector) {
		assertThatExceptionOfType(MalformedRequestException.class)
			.isThrownBy(() -> RequestReplyProtocol.of(vector.version()).decode(vector.request()));
	}

	private static InvocationBatch expected(Vector vector) throws InvalidProtocolBufferException {
		return Reference.of(vector.version()).readRequest(vector.request());
	}

	static Stream<Vector> engineRequests() {
		return Vector.of(ENGINES);
	}

	static Stream<Vector> decodedRequests() {
		return requests().filter((vector) -> !isRefused(vector));
	}

	static Stream<Vector> requestsOfOneVersion() {
		return decodedRequests().filter((vector) -> !isOfEitherVersion(vector));
	}

	static Stream<Vector> requestsOfEitherVersion() {
		return decodedRequests().filter(RecordedRequestTests::isOfEitherVersion);
	}

	static Stream<Vector> refusedRequests() {
		return requests().filter(RecordedRequestTests::isRefused);
	}

	private static Stream<Vector> requests() {
		return Stream.concat(engineRequests(), Vector.of(SDKS));
	}

	/**
	 * In 2.x, a message with all defaults. In 3.x, a message without a value, such as the
	 * JavaScript and Python SDKs send.
	 */
	private static boolean isOfEitherVersion(Vector vector) {
		return switch (vector.name()) {
			case "engine-3.3.0-async 30--", "engine-3.3.0-async 32--com-example-novalue-", "engine-3.3.0-okhttp 30--",
					"engine-3.3.0-okhttp 32--com-example-novalue-", "java-sdk-3.3.0 109-no-invocations",
					"java-sdk-3.3.0 112-argument-without-has-value", "java-sdk-3.3.0 113-argument-empty-typed-value",
					"java-sdk-3.3.0 114-argument-field-missing", "engine-2.2.2 21-",
					"engine-2.2.2 22-type-googleapis-com-google-protobuf-Stri",
					"python-sdk-2.0.0 08-state-value-zero-length", "python-sdk-2.0.0 56-typed-argument-empty-value",
					"python-sdk-2.0.0 58-any-passthrough-empty-argument", "python-sdk-2.0.0 59-argument-missing",
					"python-sdk-2.0.0 61-target-id-with-slash-and-space",
					"python-sdk-2.0.0 67-unknown-fields-ignored" ->
				true;
			default -> false;
		};
	}

	private static boolean isRefused(Vector vector) {
		return switch (vector.name()) {
			case "java-sdk-3.3.0 110-empty-request", "java-sdk-3.3.0 118-target-empty-address",
					"python-sdk-2.0.0 64-empty-request" ->
				true; // without target
			case "java-sdk-3.3.0 119-malformed-request", "python-sdk-2.0.0 65-malformed-request",
					"python-sdk-2.0.0 66-not-protobuf" ->
				true;
			default -> false;
		};
	}

}
