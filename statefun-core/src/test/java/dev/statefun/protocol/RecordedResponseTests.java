package dev.statefun.protocol;

import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that real engines accepted, and those that real SDKs gave, mean the same when
 * they are written by us.
 */
class RecordedResponseTests {

	private static final Set<String> NOT_OURS = Set.of(
			// Has a time to live of zero, which we refuse
			"java-sdk-3.3.0 004-missing-values-expiration-edges",
			// Our egress messages always have a value
			"java-sdk-3.3.0 090-egress-without-value");

	@ParameterizedTest
	@MethodSource
	void whenItsEffectsAreEncodedThenTheAnswerMeansTheSame(Vector vector) throws Exception {
		Reference reference = Reference.of(vector.version());
		InvocationResult result = reference.readResponse(vector.response());
		byte[] encoded = RequestReplyProtocol.of(vector.version()).encode(result).toByteArray();
		assertThat(reference.parseResponse(encoded)).isEqualTo(reference.parseResponse(vector.response()));
	}

	static Stream<Vector> whenItsEffectsAreEncodedThenTheAnswerMeansTheSame() {
		return Vector
			.of("engine-2.2.2", "engine-3.3.0-async", "engine-3.3.0-okhttp", "java-sdk-3.3.0", "python-sdk-2.0.0")
			.filter(Vector::isAnswered)
			.filter((vector) -> !NOT_OURS.contains(vector.name()));
	}

}
