package dev.statefun.console.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One attempt at a message, as far as the console keeps it. Immutable.
 *
 * @param number numbers the recorded attempts, from 1
 * @param request numbers the requests, from 1. Attempts of one request share it
 * @param time when it began, in milliseconds since the epoch
 * @param function the type of the function
 * @param id which instance, possibly shortened
 * @param callerType the type of the function that sent the message, or {@code null} if it
 * came from an ingress
 * @param callerId which instance sent it, or {@code null}
 * @param payload the message
 * @param nanos how long the attempt took, negative if nobody measured it
 * @param attempt which attempt at the message within the request, from 1
 * @param outcome what became of it
 * @param states the states of the instance
 * @param sent what it sent, the first messages only
 * @param unlisted how many messages it sent in addition
 * @param failure why it failed, or {@code null}
 * @param memory how many bytes this takes, estimated
 */
record RecordedInvocation(long number, long request, long time, String function, String id, @Nullable String callerType,
		@Nullable String callerId, RecordedValue payload, long nanos, int attempt, Outcome outcome,
		List<RecordedState> states, List<RecordedMessage> sent, int unlisted, @Nullable RecordedFailure failure,
		int memory) {

}
