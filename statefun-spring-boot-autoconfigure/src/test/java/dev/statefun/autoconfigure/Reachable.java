package dev.statefun.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The objects of this library that an object has, and those that they have, through
 * collections and arrays. Functions of Java count as objects of the class that wrote
 * them.
 */
final class Reachable {

	private static final String LIBRARY = "dev.statefun.";

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> next = new ArrayDeque<>();

	private Reachable() {
	}

	/** The names of the classes of all objects that can be reached. */
	static Set<String> classNames(List<?> roots) throws IllegalAccessException {
		Reachable reachable = new Reachable();
		roots.forEach(reachable::add);
		while (!reachable.next.isEmpty()) {
			reachable.follow(reachable.next.remove());
		}
		return reachable.seen.stream().map((object) -> object.getClass().getName()).collect(Collectors.toSet());
	}

	private void add(Object object) {
		if (object instanceof Object[] array) {
			Arrays.asList(array).forEach(this::add);
		}
		else if (object instanceof Collection<?> collection) {
			collection.forEach(this::add);
		}
		else if (object instanceof Map<?, ?> map) {
			map.values().forEach(this::add);
		}
		else if (object != null && object.getClass().getName().startsWith(LIBRARY) && this.seen.add(object)) {
			this.next.add(object);
		}
	}

	private void follow(Object object) throws IllegalAccessException {
		for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
						&& type.getName().startsWith(LIBRARY)) {
					field.setAccessible(true);
					add(field.get(object));
				}
			}
		}
	}

}
