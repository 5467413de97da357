package dev.statefun.type;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type of a Java type: one of the types that it is given, a primitive, a
 * protobuf message, or what the factories know. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TypeRegistry {

	private final Map<Class<?>, Type<?>> types = new ConcurrentHashMap<>();

	/** The types by the classes of values, which may extend those that have a type. */
	private final Map<Class<?>, Type<?>> typesOfValues = new ConcurrentHashMap<>();

	/** The types that classes would have without those of the application. */
	private final Map<Class<?>, Type<?>> inherent = new HashMap<>();

	private final List<TypeFactory> factories;

	/**
	 * Create a registry.
	 * @param types types of the application's own, by their classes; at most one a class
	 * @param factories are asked, in this order, for the type of a class that is neither
	 * among the types nor a primitive nor a protobuf message
	 * @throws IllegalArgumentException if two types are of the same class
	 */
	public TypeRegistry(List<? extends Type<?>> types, List<? extends TypeFactory> factories) {
		this.factories = List.copyOf(factories);
		PrimitiveType.ALL.forEach((type) -> this.types.put(type.javaType(), type));
		for (Type<?> type : types) {
			Type<?> other = this.types.put(type.javaType(), type);
			if (other != null) {
				throw new IllegalArgumentException("There are two types of %s: %s and %s"
					.formatted(type.javaType().getName(), other.typeName(), type.typeName()));
			}
			Type<?> replaced = inherent(type.javaType());
			if (replaced != null && !replaced.typeName().equals(type.typeName())) {
				this.inherent.put(type.javaType(), replaced);
			}
		}
	}

	private @Nullable Type<?> inherent(Class<?> javaType) {
		try {
			return find(javaType, null);
		}
		catch (UnknownTypeException ex) {
			return null;
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
		return (Type<T>) ((type != null) ? type : remember(this.types, javaType, create(javaType, null)));
	}

	/**
	 * Find all types of messages whose values are of a class. There are two if the
	 * application has a type of its own for a protobuf message, or for a class that
	 * travels as JSON. Others may send such a value under the other name.
	 * @param <T> the class
	 * @param javaType the class
	 * @return its types, first the one under which values are sent
	 * @throws UnknownTypeException if there is none, or its name is malformed
	 */
	@SuppressWarnings("unchecked")
	public <T> List<Type<T>> typesOf(Class<T> javaType) {
		Type<T> sent = typeOf(javaType);
		Type<?> inherent = this.inherent.get(javaType);
		return (inherent == null) ? List.of(sent) : List.of(sent, (Type<T>) inherent);
	}

	/**
	 * Find the type of a Java type, or make one with a name.
	 * @param javaType a class or a parameterized type
	 * @param typeName the name that the type is to have, or {@code null} for the one that
	 * the Java type has already
	 * @return the type
	 * @throws UnknownTypeException if there is none, it cannot have that name, or the
	 * name is malformed
	 */
	public Type<?> typeOf(java.lang.reflect.Type javaType, @Nullable String typeName) {
		return (typeName == null && javaType instanceof Class<?> type) ? typeOf(type) : create(javaType, typeName);
	}

	/**
	 * Turn a value into what travels.
	 * @param value a value of a class that has a type or extends one that has, or a
	 * {@link TypedValue}, which is returned as it is
	 * @return the bytes and the name of the type
	 * @throws UnknownTypeException if the class has no type
	 * @throws SerializationException if the value cannot be written
	 */
	public TypedValue serialize(Object value) {
		if (value instanceof TypedValue typed) {
			return typed;
		}
		if (value instanceof String text) {
			return TypedValue.of(Types.stringType(), text);
		}
		Class<?> valueClass = value.getClass();
		Type<?> type = this.typesOfValues.get(valueClass);
		if (type == null) {
			type = remember(this.typesOfValues, valueClass, typeOfValue(valueClass));
		}
		return serialize(type, value);
	}

	/** Keep a type. No lock is held while a factory makes it, which may call back. */
	private static Type<?> remember(Map<Class<?>, Type<?>> types, Class<?> javaType, Type<?> type) {
		Type<?> present = types.putIfAbsent(javaType, type);
		return (present != null) ? present : type;
	}

	@SuppressWarnings("unchecked")
	private static <T> TypedValue serialize(Type<T> type, Object value) {
		return TypedValue.of(type, (T) value);
	}

	private Type<?> typeOfValue(Class<?> valueClass) {
		Type<?> type = typeOfClassOrParent(valueClass);
		if (type == null) {
			throw unknown(valueClass, null);
		}
		return type;
	}

	private @Nullable Type<?> typeOfClassOrParent(Class<?> valueClass) {
		Type<?> type = this.types.get(valueClass);
		if (type == null) {
			type = find(valueClass, null);
		}
		if (type == null && valueClass.getSuperclass() != null) {
			type = typeOfClassOrParent(valueClass.getSuperclass());
		}
		for (Class<?> parent : valueClass.getInterfaces()) {
			type = (type != null) ? type : typeOfClassOrParent(parent);
		}
		return type;
	}

	private Type<?> create(java.lang.reflect.Type javaType, @Nullable String typeName) {
		Type<?> type = find(javaType, typeName);
		if (type == null) {
			throw unknown(javaType, typeName);
		}
		return type;
	}

	private @Nullable Type<?> find(java.lang.reflect.Type javaType, @Nullable String typeName) {
		try {
			if (typeName != null && javaType == ByteString.class) {
				return Types.bytes(typeName);
			}
			if (typeName != null && javaType == byte[].class) {
				return Types.byteArray(typeName);
			}
			if (javaType instanceof Class<?> type && Message.class.isAssignableFrom(type)) {
				return (typeName == null) ? protobuf(type.asSubclass(Message.class)) : null;
			}
			for (TypeFactory factory : this.factories) {
				Type<?> type = factory.create(javaType, typeName);
				if (type != null) {
					return type;
				}
			}
			return null;
		}
		catch (IllegalArgumentException ex) {
			throw new UnknownTypeException("The type of %s has a malformed name".formatted(javaType.getTypeName()),
					String.valueOf(ex.getMessage()));
		}
	}

	private static @Nullable Type<?> protobuf(Class<? extends Message> messageClass) {
		if (ProtobufType.isWrapper(messageClass)) {
			throw new UnknownTypeException(
					"%s stands for a primitive in the 2.x protocol".formatted(messageClass.getName()),
					"Use the primitive or String, which works in both protocols");
		}
		boolean generated = messageClass != DynamicMessage.class && !Modifier.isAbstract(messageClass.getModifiers());
		return generated ? Types.protobuf(messageClass) : null;
	}

	/** Whether it is a class that may be one of the application. */
	private static boolean canBeAnnotated(java.lang.reflect.Type javaType) {
		return javaType instanceof Class<?> type && !type.isArray() && !type.getName().startsWith("java.");
	}

	private static UnknownTypeException unknown(java.lang.reflect.Type javaType, @Nullable String typeName) {
		if (typeName != null) {
			return new UnknownTypeException("%s cannot have the name %s".formatted(javaType.getTypeName(), typeName),
					"Names can be given to bytes, and to what travels as JSON if Jackson is on the class path");
		}
		if (javaType == ByteString.class || javaType == byte[].class) {
			return new UnknownTypeException("Bytes have no type of their own",
					"Say which with a TypedValue, or with the typeName of @State");
		}
		if (javaType instanceof Class<?> type && Message.class.isAssignableFrom(type)) {
			return new UnknownTypeException("%s has no StateFun type".formatted(type.getName()),
					"Use a class that was generated by the protobuf compiler");
		}
		if (javaType instanceof Class<?> type && type.isAnnotationPresent(StatefunType.class)) {
			return new UnknownTypeException(
					"%s travels as JSON, as its @StatefunType says, but there is no Jackson".formatted(type.getName()),
					"Add Jackson 3 to the class path, for example by spring-boot-starter-jackson."
							+ " Without Spring, give the TypeRegistry a JsonTypeFactory as well");
		}
		if (!canBeAnnotated(javaType)) {
			return new UnknownTypeException("%s has no StateFun type".formatted(javaType
				.getTypeName()), "Name the type of a state with @State(typeName = \"namespace/name\")."
						+ " Put the value of a message into a record annotated with @StatefunType(\"namespace/name\")."
						+ " Or declare a bean of type Type for it");
		}
		return new UnknownTypeException("%s has no StateFun type".formatted(javaType.getTypeName()),
				"Annotate it with @StatefunType(\"namespace/name\") to let it travel as JSON, use a primitive,"
						+ " a String or a protobuf message, or declare a bean of type Type for it");
	}

}
