package dev.statefun;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
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
	 * The value as it came.
	 * @return the bytes, possibly none
	 */
	ByteString rawValue();

	/**
	 * The metadata of the message: the headers of a Kafka record, if the engine passes
	 * them on, or entries that an interceptor of the sender added.
	 * @return the values by name, usually none
	 */
	default Map<String, ByteString> metadata() {
		return Map.of();
	}

	/**
	 * Tell whether the value is of a type.
	 * @param type the type in question
	 * @return whether {@link #as(Type)} reads it
	 */
	boolean is(Type<?> type);

	/**
	 * Tell whether the value is of the type of a class.
	 * @param javaType a primitive's class, a protobuf message, or a class annotated with
	 * {@code @StatefunType}
	 * @return whether {@link #as(Class)} reads it
	 * @throws UnknownTypeException if the class has no type
	 */
	boolean is(Class<?> javaType);

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param type the type of the value
	 * @return the value
	 * @throws SerializationException if the value is of another type, or its bytes cannot
	 * be read
	 */
	<T> T as(Type<T> type);

	/**
	 * Read the value.
	 * @param <T> the Java type
	 * @param javaType a primitive's class, a protobuf message, or a class annotated with
	 * {@code @StatefunType}
	 * @return the value
	 * @throws UnknownTypeException if the class has no type
	 * @throws SerializationException if the value is of another type, or its bytes cannot
	 * be read
	 */
	<T> T as(Class<T> javaType);

}
