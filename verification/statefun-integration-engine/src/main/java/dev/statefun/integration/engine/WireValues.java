package dev.statefun.integration.engine;

import java.io.Serializable;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;

/**
 * How an engine carries a value.
 *
 * @param <T> its class
 */
interface WireValues<T extends Message> extends Serializable {

	Class<T> type();

	T ofLong(long value);

	long toLong(T value) throws InvalidProtocolBufferException;

	/**
	 * Describes a value in a line: its typename, and its bytes.
	 */
	String typename(T value);

	ByteString bytes(T value);

	/**
	 * Returns those of the engine that this runs in.
	 */
	static WireValues<?> ofThisEngine() {
		try {
			Class.forName("org.apache.flink.statefun.sdk.reqreply.generated.TypedValue", false,
					WireValues.class.getClassLoader());
			return new TypedValues();
		}
		catch (ClassNotFoundException ex) {
			return new AnyValues();
		}
	}

	/**
	 * Values of 3.x.
	 */
	final class TypedValues implements WireValues<TypedValue> {

		@Override
		public Class<TypedValue> type() {
			return TypedValue.class;
		}

		@Override
		public TypedValue ofLong(long value) {
			UnknownFieldSet.Builder wrapper = UnknownFieldSet.newBuilder();
			if (value != 0) {
				wrapper.addField(1, UnknownFieldSet.Field.newBuilder().addFixed64(value).build());
			}
			return TypedValue.newBuilder()
				.setTypename("io.statefun.types/long")
				.setHasValue(true)
				.setValue(wrapper.build().toByteString())
				.build();
		}

		@Override
		public long toLong(TypedValue value) throws InvalidProtocolBufferException {
			return UnknownFieldSet.parseFrom(value.getValue())
				.getField(1)
				.getFixed64List()
				.stream()
				.findFirst()
				.orElse(0L);
		}

		@Override
		public String typename(TypedValue value) {
			return value.getTypename();
		}

		@Override
		public ByteString bytes(TypedValue value) {
			return value.getValue();
		}

	}

	/**
	 * Values of 2.x.
	 */
	final class AnyValues implements WireValues<Any> {

		@Override
		public Class<Any> type() {
			return Any.class;
		}

		@Override
		public Any ofLong(long value) {
			return Any.pack(Int64Value.of(value));
		}

		@Override
		public long toLong(Any value) throws InvalidProtocolBufferException {
			return value.unpack(Int64Value.class).getValue();
		}

		@Override
		public String typename(Any value) {
			return value.getTypeUrl();
		}

		@Override
		public ByteString bytes(Any value) {
			return value.getValue();
		}

	}

}
