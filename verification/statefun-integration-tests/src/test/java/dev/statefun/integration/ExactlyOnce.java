package dev.statefun.integration;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares many records, where AssertJ would compare each with each.
 */
public final class ExactlyOnce {

	private ExactlyOnce() {
	}

	/** Each is there, once, and no other. */
	public static void assertEach(List<String> expected, List<String> records) {
		assertThat(without(expected, records)).as("lost").isEmpty();
		assertThat(without(records, expected)).as("not expected").isEmpty();
		assertThat(records).as("repeated").doesNotHaveDuplicates();
	}

	private static Set<String> without(Collection<String> all, Collection<String> others) {
		Set<String> left = new HashSet<>(all);
		left.removeAll(new HashSet<>(others));
		return left;
	}

}
