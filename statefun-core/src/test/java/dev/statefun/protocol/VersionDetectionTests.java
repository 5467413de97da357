package dev.statefun.protocol;

import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which version a request is taken for, and which are refused.
 */
class VersionDetectionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			case                                  | detecting | pinned to 2.x | pinned to 3.x
			01-2x-usual                           | 2.x       | 2.x           | mismatch
			02-3x-usual                           | 3.x       | mismatch      | 3.x
			03-2x-usual-with-state-and-caller     | 2.x       | 2.x           | mismatch
			04-3x-usual-with-state-and-caller     | 3.x       | mismatch      | 3.x
			05-3x-empty-value                     | 3.x       | mismatch      | 3.x
			06-3x-value-without-has-value         | 3.x       | mismatch      | 3.x
			07-3x-has-value-explicit-false        | 3.x       | mismatch      | 3.x
			08-3x-protobuf-typename               | 3.x       | mismatch      | 3.x
			09-2x-type-url-like-typename          | 2.x       | 2.x           | mismatch
			10-2x-value-before-type-url           | 2.x       | 2.x           | mismatch
			11-2x-explicit-empty-value            | 2.x       | 2.x           | mismatch
			# Usual in 2.x; in 3.x a message without a value
			12-ambiguous-name-only                | unknown   | 2.x           | 3.x
			13-ambiguous-empty-argument           | unknown   | 2.x           | 3.x
			14-ambiguous-no-argument              | unknown   | 2.x           | 3.x
			15-ambiguous-name-only-states-absent  | unknown   | 2.x           | 3.x
			16-ambiguous-by-arguments-2x-by-state | 2.x       | 2.x           | mismatch
			# In 2.x the state may hold any bytes, also those of a value of 3.x
			17-ambiguous-by-arguments-3x-by-state | 3.x       | 2.x           | 3.x
			18-batch-second-argument-decides-2x   | 2.x       | 2.x           | mismatch
			19-batch-second-argument-decides-3x   | 3.x       | mismatch      | 3.x
			20-2x-state-is-typed-value-bytes      | 2.x       | 2.x           | mismatch
			21-2x-state-not-protobuf              | 2.x       | 2.x           | mismatch
			22-conflict-in-batch                  | mismatch  | mismatch      | mismatch
			23-conflict-in-one-argument           | mismatch  | mismatch      | mismatch
			# Misled by what was sent in the wrong version before: pin the version
			24-2x-engine-relaying-3x-argument     | 3.x       | mismatch      | 3.x
			25-3x-engine-relaying-2x-argument     | 2.x       | 2.x           | mismatch
			# Without messages the answer is the same in both
			26-no-invocations                     | unknown   | 2.x           | 3.x
			# Without target
			27-empty-request                      | malformed | malformed     | malformed
			28-truncated                          | malformed | malformed     | malformed
			""")
	void whenARequestIsOfThisCaseThenItIsTakenFor(String name, String detecting, String pinnedTo2x, String pinnedTo3x) {
		byte[] request = request(name);
		assertThat(outcome(RequestReplyProtocol.detecting(), request)).isEqualTo(detecting);
		assertThat(outcome(RequestReplyProtocol.of(ProtocolVersion.V2), request)).isEqualTo(pinnedTo2x);
		assertThat(outcome(RequestReplyProtocol.of(ProtocolVersion.V3), request)).isEqualTo(pinnedTo3x);
	}

	@ParameterizedTest
	@CsvSource({ "01-2x-usual, 2.x", "02-3x-usual, 3.x", "18-batch-second-argument-decides-2x, 2.x" })
	void whenAnEarlierRequestToldItsVersionThenItHoldsForRequestsThatDoNot(String earlier, String version) {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		protocol.decode(request(earlier));
		InvocationBatch batch = protocol.decode(request("15-ambiguous-name-only-states-absent"));
		assertThat(batch.version()).hasToString(version);
		assertThat(batch.evidence()).isEqualTo(VersionEvidence.EARLIER_REQUESTS);
		assertThat(batch.invocations().get(0).argument().hasValue()).isEqualTo(version.equals("2.x"));
	}

	@Test
	void whenEarlierRequestsWereOfBothVersionsThenTheyTellNothing() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		protocol.decode(request("02-3x-usual"));
		protocol.decode(request("01-2x-usual"));
		assertThat(outcome(protocol, request("12-ambiguous-name-only"))).isEqualTo("unknown");
	}

	/** An answer in the wrong version may have stored it. */
	@Test
	void whenOnlyAStateTellsTheVersionThenItDoesNotHoldForOtherRequests() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		assertThat(outcome(protocol, request("17-ambiguous-by-arguments-3x-by-state"))).isEqualTo("3.x");
		assertThat(outcome(protocol, request("16-ambiguous-by-arguments-2x-by-state"))).isEqualTo("2.x");
		assertThat(outcome(protocol, request("12-ambiguous-name-only"))).isEqualTo("unknown");
	}

	@ParameterizedTest
	@CsvSource({ "statefun, CERTAIN", "okhttp/3.14.6, NONE", "'', NONE" })
	void whenNothingElseTellsTheVersionThenTheUserAgentMay(String userAgent, VersionEvidence evidence) {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		InvocationBatch batch = protocol.decode(request("12-ambiguous-name-only"));
		InvocationBatch settled = protocol.settle(batch, () -> userAgent);
		assertThat(settled.version()).isEqualTo(ProtocolVersion.V3);
		assertThat(settled.evidence()).isEqualTo(evidence);
	}

	@Test
	void whenTheUserAgentToldTheVersionThenItHoldsForOtherRequests() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		byte[] request = request("12-ambiguous-name-only");
		protocol.settle(protocol.decode(request), () -> "statefun");
		assertThat(protocol.decode(request).evidence()).isEqualTo(VersionEvidence.EARLIER_REQUESTS);
	}

	@Test
	void whenEarlierRequestsWereOf2xThenTheUserAgentOf3xCounts() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		protocol.decode(request("01-2x-usual"));
		InvocationBatch batch = protocol.decode(request("14-ambiguous-no-argument"));
		assertThat(batch.version()).isEqualTo(ProtocolVersion.V2);
		assertThat(protocol.settle(batch, () -> "statefun"))
			.isEqualTo(RequestReplyProtocol.of(ProtocolVersion.V3).decode(request("14-ambiguous-no-argument")));
	}

	@Test
	void whenValuesOf2xComeFromAnEngineOf3xThenTheRequestIsRefused() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		InvocationBatch batch = protocol.decode(request("25-3x-engine-relaying-2x-argument"));
		assertThatExceptionOfType(ProtocolMismatchException.class)
			.isThrownBy(() -> protocol.settle(batch, () -> "statefun"))
			.withMessageContaining("User-Agent");
	}

	@Test
	void whenTheVersionIsPinnedThenTheUserAgentDoesNotCount() {
		RequestReplyProtocol protocol = RequestReplyProtocol.of(ProtocolVersion.V2);
		InvocationBatch batch = protocol.decode(request("12-ambiguous-name-only"));
		assertThat(protocol.settle(batch, () -> "statefun")).isSameAs(batch);
	}

	@Test
	void whenARequestIsOf3xThenTheUserAgentIsNotAskedFor() {
		RequestReplyProtocol protocol = RequestReplyProtocol.detecting();
		InvocationBatch batch = protocol.decode(request("02-3x-usual"));
		assertThat(protocol.settle(batch, () -> {
			throw new AssertionError("asked");
		})).isSameAs(batch);
	}

	private static byte[] request(String name) {
		return Vector.of("version-detection")
			.filter((vector) -> vector.text("case").equals(name))
			.findAny()
			.orElseThrow()
			.request();
	}

	private static String outcome(RequestReplyProtocol protocol, byte[] request) {
		try {
			InvocationBatch batch = protocol.decode(request);
			if (batch.evidence() == VersionEvidence.NONE) {
				assertThat(batch.version()).isEqualTo(ProtocolVersion.V3);
				return "unknown";
			}
			return batch.version().toString();
		}
		catch (ProtocolMismatchException ex) {
			return "mismatch";
		}
		catch (MalformedRequestException ex) {
			return "malformed";
		}
	}

}
