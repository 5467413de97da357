package dev.statefun.type;

import com.google.protobuf.ByteString;

/**
 * A type of messages or state: its name on the wire, its Java class, and the way from
 * values to bytes and back. {@link Types#of} makes one from two functions. As a bean it
 * is the type of its class. <pre class="code">
 * &#64;Bean
 * Type&lt;Money&gt; moneyType() {
 *     return Types.of("demo/money", Money.class, Money::toBytes, Money::fromBytes);
 * }
 * </pre>
 * <p>
 * Implementations are safe for use by many threads.
 *
 * @param <T> the Java type of the values
 * @since 0.1.0
 * @see Types
 */
public interface Type<T> {

	/**
	 * The name under which values of this type travel and are stored. It must never
	 * change, since the engine keeps it beside each stored value.
	 * @return the name, of the form {@code namespace/name}
	 */
	String typeName();

	/**
	 * Tell whether values that travel under a name are of this type.
	 * @param name the name of the type of a value
	 * @return by default, whether it is the name of this type
	 */
	default boolean accepts(String name) {
		return name.equals(typeName());
	}

	/**
	 * The Java class of the values.
	 * @return the class
	 */
	Class<T> javaType();

	/**
	 * Tell whether values never change once they are made. Those of a state are then read
	 * once for all messages of a request, and written once after all of them.
	 * @return by default {@code false}
	 */
	default boolean hasImmutableValues() {
		return false;
	}

	/**
	 * Turn a value into bytes.
	 * @param value the value
	 * @return its bytes, which must not change afterwards: large ones are not copied
	 * @throws SerializationException if the value cannot be written
	 */
	ByteString serialize(T value);

	/**
	 * Turn bytes into a value.
	 * @param bytes what {@link #serialize} returned, here or in another SDK
	 * @return the value
	 * @throws SerializationException if the bytes cannot be read
	 */
	T deserialize(ByteString bytes);

}
