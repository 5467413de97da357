package dev.statefun.method;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.UnknownTypeException;

import org.springframework.core.ResolvableType;

/**
 * Finds the types of messages whose values are of the class of a payload: its own type,
 * and those of the known classes below it.
 */
final class PayloadTypes {

	private final TypeRegistry types;

	private final Collection<Class<?>> knownClasses;

	PayloadTypes(TypeRegistry types, Collection<Class<?>> knownClasses) {
		this.types = types;
		this.knownClasses = knownClasses;
	}

	/**
	 * Find the types.
	 * @return the types, at least one
	 * @throws UnknownTypeException if there is none
	 */
	List<Type<?>> of(ResolvableType payload) {
		Class<?> payloadClass = payload.toClass();
		if (payload.hasGenerics()) {
			return List.of(this.types.typeOf(payload.getType(), null));
		}
		Set<Class<?>> below = new LinkedHashSet<>();
		addPermitted(payloadClass, below);
		this.knownClasses.stream()
			.filter((known) -> known != payloadClass && payloadClass.isAssignableFrom(known))
			.forEach(below::add);
		List<Type<?>> found = new ArrayList<>();
		UnknownTypeException unknown = null;
		try {
			found.add(this.types.typeOf(payloadClass));
		}
		catch (UnknownTypeException ex) {
			unknown = ex;
		}
		below.forEach((type) -> found.add(this.types.typeOf(type)));
		if (found.isEmpty() && unknown != null) {
			throw unknown;
		}
		return found;
	}

	private static void addPermitted(Class<?> type, Set<Class<?>> permitted) {
		if (type.isSealed()) {
			for (Class<?> subclass : type.getPermittedSubclasses()) {
				if (!subclass.isSealed() || !Modifier.isAbstract(subclass.getModifiers())) {
					permitted.add(subclass);
				}
				addPermitted(subclass, permitted);
			}
		}
	}

}
