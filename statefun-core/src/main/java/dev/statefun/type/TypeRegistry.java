package dev.statefun.type;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.Message;

import org.jspecify.annotations.Nullable;

/**
 * Finds the type of a Java class: a primitive, a protobuf message, or what the factories
 * know. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TypeRegistry {

	private final Map<Class<?>, Type<?>> types = new ConcurrentHashMap<>();

	private final List<TypeFactory> factories;

	/**
	 * Create a registry.
	 * @param factories are asked, in this order, for the type of a class that is neither
	 * a primitive nor a protobuf message
	 */
	public TypeRegistry(List<? extends TypeFactory> factories) {
		this.factories = List.copyOf(factories);
		for (Type<?> type : PrimitiveType.ALL) {
			this.types.put(type.javaType(), type);
		}
	}

	/**
	 * Find the type of a class.
	 * @param <T> the class
	 * @param javaType the class
	 * @return its type
	 * @throws UnknownTypeException if there is none, or its name is malformed
	 */
	@SuppressWarnings("unchecked")
	public <T> Type<T> typeOf(Class<T> javaType) {
		Type<?> type = this.types.get(javaType);
		return (Type<T>) ((type != null) ? type : this.types.computeIfAbsent(javaType, this::create));
	}

	/**
	 * Turn a value into what travels.
	 * @param value a value of a class that has a type, or a {@link TypedValue}, which is
	 * returned as it is
	 * @return the bytes and the name of the type
	 * @throws UnknownTypeException if the class has no type
	 * @throws SerializationException if the value cannot be written
	 */
	public TypedValue serialize(Object value) {
		return (value instanceof TypedValue typed) ? typed : serialize(typeOf(value.getClass()), value);
	}

	@SuppressWarnings("unchecked")
	private static <T> TypedValue serialize(Type<T> type, Object value) {
		return new TypedValue(type.typeName(), type.serialize((T) value));
	}

	private Type<?> create(Class<?> javaType) {
		if (Message.class.isAssignableFrom(javaType)) {
			return Types.protobuf(javaType.asSubclass(Message.class));
		}
		try {
			for (TypeFactory factory : this.factories) {
				@Nullable Type<?> type = factory.create(javaType);
				if (type != null) {
					return type;
				}
			}
		}
		catch (IllegalArgumentException ex) {
			throw new UnknownTypeException("The type of %s has a malformed name".formatted(javaType.getName()),
					String.valueOf(ex.getMessage()));
		}
		throw new UnknownTypeException("%s has no StateFun type".formatted(javaType.getName()),
				"Annotate it with @StatefunType(\"namespace/name\") to let it travel as JSON, or use a primitive,"
						+ " a String or a protobuf message");
	}

}
