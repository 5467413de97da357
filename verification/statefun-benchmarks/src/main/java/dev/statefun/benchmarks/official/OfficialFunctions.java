package dev.statefun.benchmarks.official;

import org.apache.flink.statefun.sdk.java.StatefulFunctions;
import org.apache.flink.statefun.sdk.java.handler.RequestReplyHandler;
import org.apache.flink.statefun.sdk.java.slice.Slice;
import org.apache.flink.statefun.sdk.java.slice.Slices;

/**
 * The functions of the official SDK, without a server.
 */
public final class OfficialFunctions {

	private final RequestReplyHandler handler = handler();

	static RequestReplyHandler handler() {
		return new StatefulFunctions().withStatefulFunction(CounterFn.SPEC)
			.withStatefulFunction(BlobFn.SPEC)
			.withStatefulFunction(RelayFn.SPEC)
			.requestReplyHandler();
	}

	/**
	 * Answer a request.
	 * @param request its bytes
	 * @return those of the answer
	 */
	public Slice answer(byte[] request) {
		return this.handler.handle(Slices.wrap(request)).join();
	}

	/**
	 * Answer a request as a transport does.
	 * @param request its bytes
	 * @param sink where the bytes of the answer go, as to a socket
	 * @return how many there were
	 */
	public int answer(byte[] request, byte[] sink) {
		Slice answer = answer(request);
		answer.copyTo(sink);
		return answer.readableBytes();
	}

}
