package dev.statefun.test;

import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import dev.statefun.type.UnknownTypeException;
import org.jspecify.annotations.Nullable;

/**
 * A value that a function sent, in its encoded form. Two values are equal if their types
 * and their bytes are. A type without a value does not equal a value of no bytes.
 *
 * @since 0.1.0
 */
public final class CapturedValue {

	private final TypedValue value;

	private final TypeRegistry types;

	CapturedValue(TypedValue value, TypeRegistry types) {
		this.value = value;
		this.types = types;
	}

	/**
	 * The name of its type.
	 * @return the name, as a rule {@code namespace/name}
	 */
	public String typeName() {
		return this.value.typeName();
	}

	/**
	 * Tell whether there is a value, possibly one of no bytes.
	 * @return {@code false} if the function forwarded a message without a value, or sent
	 * one
	 */
	public boolean hasValue() {
		return this.value.hasValue();
	}

	/**
	 * Read the value.
	 * @param <T> the class
	 * @param javaType a primitive's class, a protobuf message, or a class annotated with
	 * {@code @StatefunType}
	 * @return the value
	 * @throws UnknownTypeException if the class has no type
	 * @throws SerializationException if the value is of another type, or there is none
	 */
	public <T> T as(Class<T> javaType) {
		return as(this.types.typeOf(javaType));
	}

	/**
	 * Read the value.
	 * @param <T> the class
	 * @param type the type that the value is expected to have
	 * @return the value
	 * @throws SerializationException if the value is of another type
	 */
	public <T> T as(Type<T> type) {
		try {
			return this.value.as(type);
		}
		catch (SerializationException ex) {
			throw new SerializationException("%s: %s".formatted(ex.getMessage(), this), ex);
		}
	}

	/**
	 * Read the value as a record for Kafka or Kinesis.
	 * @return the record, or {@code null} if it is none
	 */
	public @Nullable StreamRecord asRecord() {
		return StreamRecord.read(this.value);
	}

	/**
	 * The value as it travelled.
	 * @return its type and bytes
	 */
	public TypedValue raw() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CapturedValue that && this.value.equals(that.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	/**
	 * Return the value as text for people.
	 * @return JSON and primitives readable, anything else in hexadecimal digits
	 */
	@Override
	public String toString() {
		return ValueText.of(this.value);
	}

}
