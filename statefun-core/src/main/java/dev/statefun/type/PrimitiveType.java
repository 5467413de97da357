package dev.statefun.type;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/**
 * A primitive of the StateFun type system: a message whose only field, number 1, is left
 * out when it has the default value.
 *
 * @param <T> the Java type of the values
 */
class PrimitiveType<T> extends NamedType<T> {

	static final Type<Boolean> BOOLEAN = new PrimitiveType<>("bool", Boolean.class, false, WireFormat.WIRETYPE_VARINT,
			(value) -> !value, (value) -> 1, CodedOutputStream::writeBoolNoTag, CodedInputStream::readBool);

	static final Type<Integer> INTEGER = new PrimitiveType<>("int", Integer.class, 0, WireFormat.WIRETYPE_FIXED32,
			(value) -> value == 0, (value) -> Integer.BYTES, CodedOutputStream::writeSFixed32NoTag,
			CodedInputStream::readSFixed32);

	static final Type<Long> LONG = new PrimitiveType<>("long", Long.class, 0L, WireFormat.WIRETYPE_FIXED64,
			(value) -> value == 0, (value) -> Long.BYTES, CodedOutputStream::writeSFixed64NoTag,
			CodedInputStream::readSFixed64);

	static final Type<Float> FLOAT = new PrimitiveType<>("float", Float.class, 0f, WireFormat.WIRETYPE_FIXED32,
			(value) -> value == 0, (value) -> Float.BYTES, CodedOutputStream::writeFloatNoTag,
			CodedInputStream::readFloat);

	static final Type<Double> DOUBLE = new PrimitiveType<>("double", Double.class, 0d, WireFormat.WIRETYPE_FIXED64,
			(value) -> value == 0, (value) -> Double.BYTES, CodedOutputStream::writeDoubleNoTag,
			CodedInputStream::readDouble);

	static final Type<String> STRING = new StringType();

	static final List<Type<?>> ALL = List.of(BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING);

	private static final int FIELD = 1;

	private final T defaultValue;

	private final int tag;

	private final Predicate<T> isDefault;

	private final Sizer<T> sizer;

	private final Writer<T> writer;

	private final Reader<T> reader;

	PrimitiveType(String name, Class<T> javaType, T defaultValue, int wireType, Predicate<T> isDefault, Sizer<T> sizer,
			Writer<T> writer, Reader<T> reader) {
		super("io.statefun.types/" + name, javaType);
		this.defaultValue = defaultValue;
		this.tag = FIELD << 3 | wireType;
		this.isDefault = isDefault;
		this.sizer = sizer;
		this.writer = writer;
		this.reader = reader;
	}

	@Override
	public final boolean hasImmutableValues() {
		return true;
	}

	@Override
	public ByteString serialize(T value) {
		if (this.isDefault.test(value)) {
			return ByteString.EMPTY;
		}
		byte[] bytes = new byte[CodedOutputStream.computeTagSize(FIELD) + this.sizer.size(value)];
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		try {
			output.writeUInt32NoTag(this.tag);
			this.writer.write(output, value);
		}
		catch (IOException ex) {
			throw new SerializationException("A value cannot be written as " + typeName(), ex);
		}
		output.checkNoSpaceLeft();
		return UnsafeByteOperations.unsafeWrap(bytes);
	}

	@Override
	public T deserialize(ByteString bytes) {
		try {
			CodedInputStream input = bytes.newCodedInput();
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

	interface Sizer<T> {

		int size(T value);

	}

	interface Writer<T> {

		void write(CodedOutputStream output, T value) throws IOException;

	}

	interface Reader<T> {

		T read(CodedInputStream input) throws IOException;

	}

}
