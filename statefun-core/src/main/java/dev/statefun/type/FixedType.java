package dev.statefun.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/**
 * Numbers of four or eight bytes, the lowest one first: written, and read if they are in
 * the usual form, without a stream.
 *
 * @param <T> the Java type of the values
 */
final class FixedType<T> extends PrimitiveType<T> {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private final byte tag;

	private final int size;

	private final Predicate<T> isDefault;

	private final ToLongFunction<T> toBits;

	private final LongFunction<T> fromBits;

	/**
	 * Create a type.
	 * @param size how many bytes values have
	 * @param toBits gives the bits of a value, the lowest ones if there are only four
	 * bytes
	 * @param fromBits takes such bits
	 */
	FixedType(String name, Class<T> javaType, T defaultValue, int size, Predicate<T> isDefault,
			ToLongFunction<T> toBits, LongFunction<T> fromBits) {
		super(name, javaType, defaultValue, wireType(size), (input) -> fromBits
			.apply((size == Long.BYTES) ? input.readFixed64() : Integer.toUnsignedLong(input.readFixed32())));
		this.tag = (byte) (FIELD << 3 | wireType(size));
		this.size = size;
		this.isDefault = isDefault;
		this.toBits = toBits;
		this.fromBits = fromBits;
	}

	private static int wireType(int size) {
		return (size == Long.BYTES) ? WireFormat.WIRETYPE_FIXED64 : WireFormat.WIRETYPE_FIXED32;
	}

	@Override
	public ByteString serialize(T value) {
		if (this.isDefault.test(value)) {
			return ByteString.EMPTY;
		}
		byte[] bytes = new byte[1 + this.size];
		bytes[0] = this.tag;
		long bits = this.toBits.applyAsLong(value);
		if (this.size == Long.BYTES) {
			LONG.set(bytes, 1, bits);
		}
		else {
			INT.set(bytes, 1, (int) bits);
		}
		return UnsafeByteOperations.unsafeWrap(bytes);
	}

	@Override
	T read(byte[] array, int start, int length) {
		if (length == 1 + this.size && array[start] == this.tag) {
			return this.fromBits.apply((this.size == Long.BYTES) ? (long) LONG.get(array, start + 1)
					: Integer.toUnsignedLong((int) INT.get(array, start + 1)));
		}
		return super.read(array, start, length);
	}

}
