package dev.statefun.type;

import java.io.IOException;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

/**
 * A primitive of the StateFun type system: a message whose only field, number 1, is left
 * out when it has the default value.
 *
 * @param <T> the Java type of the values
 */
abstract class PrimitiveType<T> extends NamedType<T> {

	/** The number of the only field. */
	static final int FIELD = 1;

	static final Type<Boolean> BOOLEAN = new BooleanType();

	static final Type<Integer> INTEGER = new FixedType<>("int", Integer.class, 0, Integer.BYTES, (value) -> value == 0,
			Integer::longValue, (bits) -> (int) bits);

	static final Type<Long> LONG = new FixedType<>("long", Long.class, 0L, Long.BYTES, (value) -> value == 0,
			Long::longValue, (bits) -> bits);

	static final Type<Float> FLOAT = new FixedType<>("float", Float.class, 0f, Float.BYTES, (value) -> value == 0,
			Float::floatToRawIntBits, (bits) -> Float.intBitsToFloat((int) bits));

	static final Type<Double> DOUBLE = new FixedType<>("double", Double.class, 0d, Double.BYTES, (value) -> value == 0,
			Double::doubleToRawLongBits, Double::longBitsToDouble);

	static final Type<String> STRING = new StringType();

	static final List<Type<?>> ALL = List.of(BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING);

	private final T defaultValue;

	private final int tag;

	private final Reader<T> reader;

	PrimitiveType(String name, Class<T> javaType, T defaultValue, int wireType, Reader<T> reader) {
		super("io.statefun.types/" + name, javaType);
		this.defaultValue = defaultValue;
		this.tag = FIELD << 3 | wireType;
		this.reader = reader;
	}

	@Override
	public final boolean hasImmutableValues() {
		return true;
	}

	@Override
	public final T deserialize(ByteString bytes) {
		BackingArray backing = BackingArray.of(bytes);
		return read(backing.array(), backing.offset(), bytes.size());
	}

	/**
	 * Read a value from a part of an array.
	 * @throws SerializationException if the bytes are not those of a value
	 */
	T read(byte[] array, int start, int length) {
		try {
			CodedInputStream input = CodedInputStream.newInstance(array, start, length);
			T value = this.defaultValue;
			for (int next = input.readTag(); next != 0; next = input.readTag()) {
				if (next == this.tag) {
					value = this.reader.read(input);
				}
				else if (WireFormat.getTagFieldNumber(next) == FIELD) {
					throw new SerializationException(
							"The bytes of a value are those of another type than " + typeName());
				}
				else {
					input.skipField(next);
				}
			}
			return value;
		}
		catch (IOException ex) {
			throw new SerializationException(
					"The bytes of a value are not those of an %s: %s".formatted(typeName(), ex.getMessage()), ex);
		}
	}

	interface Reader<T> {

		T read(CodedInputStream input) throws IOException;

	}

}
