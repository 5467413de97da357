package dev.statefun;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.UnknownTypeException;

/**
 * A message to a function, not yet decoded. <pre class="code">
 * if (message.is(Greet.class)) {
 *     Greet greet = message.as(Greet.class);
 * }
 * String text = message.as(Types.stringType());
 * </pre>
 *
 * @since 0.1.0
 */
public interface Message {

	/**
	 * The name of the type of the value. The 2.x protocol has wrappers such as
	 * {@code google.protobuf.StringValue} in place of primitives. They get the names of
	 * the primitives here.
	 * @return usually, but not necessarily, of the form {@code namespace/name}
	 */
	String valueTypeName();

	/**
	 * Tell whether the message has a value, possibly one of no bytes. In the 3.x protocol
	 * a message may have a type and no value: other SDKs send such a message for
	 * {@code null}. It can be forwarded, but not read.
	 * @return {@code false} if the sender gave no value
	 */
	default boolean hasValue() {
		return true;
	}

	/**
	 * The value as it came.
	 * @return the bytes, possibly none
	 */
	ByteString rawValue();

	/**
	 * The value as it came, with the name of its type.
	 * @return a value for which {@link TypedValue#hasValue()} says the same as
	 * {@link #hasValue()}
	 */
	default TypedValue typedValue() {
		return hasValue() ? new TypedValue(valueTypeName(), rawValue())
				: TypedValue.withoutValue(valueTypeName(), rawValue());
	}

	/**
	 * The metadata of the message: the headers of a Kafka record, if the engine passes
	 * them on, or entries that an interceptor of the sender added.
	 * @return the values by name, usually none
	 */
	default Map<String, ByteString> metadata() {
		return Map.of();
	}

	/**
	 * Tell whether the value is of a type. A message without a value may have a type,
	 * too.
	 * @param type the type in question
	 * @return whether {@link #as(Type)} reads it, if there is a value
	 */
	boolean is(Type<?> type);

	/**
	 * Tell whether the value is of the type of a class. A message without a value may
	 * have a type, too.
	 * @param javaType a primitive's class, a protobuf message, or a class annotated with
	 * {@code @StatefunType}
	 * @return whether {@link #as(Class)} reads it, if there is a value
	 * @throws UnknownTypeException if the class has no type
	 */
	boolean is(Class<?> javaType);

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param type the type of the value
	 * @return the value
	 * @throws SerializationException if the value is of another type, its bytes cannot be
	 * read, or there is no value
	 */
	<T> T as(Type<T> type);

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param javaType a primitive's class, a protobuf message, or a class annotated with
	 * {@code @StatefunType}
	 * @return the value
	 * @throws UnknownTypeException if the class has no type
	 * @throws SerializationException if the value is of another type, its bytes cannot be
	 * read, or there is no value
	 */
	<T> T as(Class<T> javaType);

}
