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

}
