package dev.statefun.console.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded failures of one function with one cause.
 *
 * @param function the type of the function
 * @param type the class of the exception
 * @param message the message of the latest exception
 * @param count how many attempts failed, of those that are still recorded
 * @param instances how many instances were concerned
 * @param first when the first one failed, in milliseconds since the epoch
 * @param last when the latest one failed
 * @param outcomes how many attempts had which outcome
 * @param latest the number of the latest one
 */
record FailureGroup(String function, String type, String message, int count, int instances, long first, long last,
		Map<Outcome, Integer> outcomes, long latest) {

	/**
	 * Group failures.
	 * @param failures the failures, the latest first
	 * @return the groups, that of the latest failure first
	 */
	static List<FailureGroup> of(List<RecordedInvocation> failures) {
		Map<List<String>, List<RecordedInvocation>> groups = new LinkedHashMap<>();
		for (RecordedInvocation failed : failures) {
			String type = (failed.failure() != null) ? failed.failure().type() : "";
			groups.computeIfAbsent(List.of(failed.function(), type), (key) -> new ArrayList<>()).add(failed);
		}
		return groups.values().stream().map(FailureGroup::ofOne).toList();
	}

	private static FailureGroup ofOne(List<RecordedInvocation> failures) {
		RecordedInvocation latest = failures.get(0);
		Map<Outcome, Integer> outcomes = new LinkedHashMap<>();
		failures.forEach((failed) -> outcomes.merge(failed.outcome(), 1, Integer::sum));
		RecordedFailure failure = latest.failure();
		return new FailureGroup(latest.function(), (failure != null) ? failure.type() : "",
				(failure != null) ? failure.message() : "", failures.size(),
				(int) failures.stream().map(RecordedInvocation::id).distinct().count(),
				failures.stream().mapToLong(RecordedInvocation::time).min().orElse(0),
				failures.stream().mapToLong(RecordedInvocation::time).max().orElse(0), outcomes, latest.number());
	}

}
