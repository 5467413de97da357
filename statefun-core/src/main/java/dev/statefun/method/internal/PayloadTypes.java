package dev.statefun.method.internal;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
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
			return List.of(this.types.typeOf(resolved(payload), null));
		}
		Set<Class<?>> classes = new LinkedHashSet<>(Set.of(payloadClass));
		addPermitted(payloadClass, classes);
		this.knownClasses.stream().filter(payloadClass::isAssignableFrom).forEach(classes::add);
		List<Type<?>> found = new ArrayList<>();
		UnknownTypeException unknown = null;
		for (Class<?> type : classes) {
			try {
				found.addAll(this.types.typesOf(type));
			}
			catch (UnknownTypeException ex) {
				if (unknown != null) {
					throw ex;
				}
				unknown = (type == payloadClass) ? ex : null;
			}
		}
		if (found.isEmpty() && unknown != null) {
			throw unknown;
		}
		return found;
	}

	/** Replace type variables and wildcards by their bounds. */
	static java.lang.reflect.Type resolved(ResolvableType type) {
		if (!type.hasGenerics()) {
			return type.toClass();
		}
		return ResolvableType
			.forClassWithGenerics(type.toClass(),
					Arrays.stream(type.getGenerics())
						.map((generic) -> ResolvableType.forType(resolved(generic)))
						.toArray(ResolvableType[]::new))
			.getType();
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
