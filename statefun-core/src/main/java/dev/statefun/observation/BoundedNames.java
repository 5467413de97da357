package dev.statefun.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the values of a tag. It lets the first names through, and replaces all others.
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
