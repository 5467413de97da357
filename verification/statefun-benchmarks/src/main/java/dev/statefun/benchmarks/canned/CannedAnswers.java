package dev.statefun.benchmarks.canned;

import java.util.HashMap;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.benchmarks.generated.GeneratedFunctions;
import dev.statefun.benchmarks.work.Requests;
import dev.statefun.protocol.ProtocolVersion;

/**
 * Answers of the size that the functions' answers have.
 */
final class CannedAnswers {

	private final Map<Integer, byte[]> byRequestSize = new HashMap<>();

	/**
	 * Make answers.
	 * @param batches the numbers of messages that requests have
	 */
	CannedAnswers(int... batches) {
		try {
			for (int batch : batches) {
				byte[] request = Requests.counting(ProtocolVersion.V3, batch).next();
				this.byRequestSize.put(request.length, new GeneratedFunctions().answer(request));
			}
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] answer(byte[] request) {
		byte[] answer = this.byRequestSize.get(request.length);
		if (answer == null) {
			throw new IllegalArgumentException("No answer to a request of " + request.length + " bytes");
		}
		return answer;
	}

}
