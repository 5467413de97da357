package dev.statefun.test;

import java.util.ArrayList;
import java.util.List;

/**
 * The effects of functions, in their order.
 *
 * @param sent the messages to functions, without delay
 * @param cancelled the delayed messages that were cancelled in time
 * @param emitted the messages out of the engine
 * @param failures the requests that could not be handled
 * @param differences of requests that were handled twice, and not alike
 */
record Journal(List<SentMessage> sent, List<DelayedMessage> cancelled, List<EmittedMessage> emitted,
		List<FailedRequest> failures, List<String> differences) {

	Journal() {
		this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
	}

	Journal copy() {
		return new Journal(new ArrayList<>(this.sent), new ArrayList<>(this.cancelled), new ArrayList<>(this.emitted),
				new ArrayList<>(this.failures), new ArrayList<>(this.differences));
	}

	void clear() {
		this.sent.clear();
		this.cancelled.clear();
		this.emitted.clear();
		this.failures.clear();
		this.differences.clear();
	}

}
