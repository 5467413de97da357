package dev.statefun.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the first names through that it sees, and replaces all others, lest a tag have as
 * many values as somebody wants.
 */
final class BoundedNames {

	static final String OTHER = "other";

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final int limit;

	BoundedNames(int limit) {
		this.limit = limit;
	}

	String bound(String name) {
		if (this.names.contains(name)) {
			return name;
		}
		synchronized (this) {
			return (this.names.size() < this.limit && this.names.add(name)) || this.names.contains(name) ? name : OTHER;
		}
	}

}
