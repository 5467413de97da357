package dev.statefun.protocol.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.type.SerializationException;
import dev.statefun.type.Type;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;

/**
 * Translates values between the 2.x protocol and functions, which see the names and bytes
 * of 3.x. The 2.x protocol has protobuf's wrappers in place of primitives, and other
 * names for egress records.
 */
final class LegacyValues {

	private static final List<Pair> PAIRS = List.of(wrapper(Types.booleanType(), "BoolValue"),
			wrapper(Types.floatType(), "FloatValue"), wrapper(Types.doubleType(), "DoubleValue"),
			wrapper(Types.stringType(), "StringValue"),
			wrapper(Types.integerType(), "Int32Value",
					(bytes) -> Int32Value.of(Types.integerType().deserialize(bytes)).toByteString(),
					(bytes) -> Types.integerType().serialize(Int32Value.parseFrom(bytes).getValue())),
			wrapper(Types.longType(), "Int64Value",
					(bytes) -> Int64Value.of(Types.longType().deserialize(bytes)).toByteString(),
					(bytes) -> Types.longType().serialize(Int64Value.parseFrom(bytes).getValue())),
			egressRecord("KafkaProducerRecord"), egressRecord("KinesisEgressRecord"));

	private static final Map<String, Pair> BY_NAME = index(Pair::name);

	/** The keys have no domain, since 2.x ignores it. */
	private static final Map<String, Pair> BY_LEGACY_NAME = index(
			(pair) -> pair.legacyName().substring(pair.legacyName().lastIndexOf('/') + 1));

	private LegacyValues() {
	}

	/**
	 * Translate a value of a request. Malformed bytes stay as they are: reading the value
	 * fails later. In 2.x, nothing is a value of no bytes.
	 */
	static TypedValue fromWire(TypedValue value) {
		if (!value.hasValue()) {
			return fromWire(new TypedValue(value.typeName(), ByteString.EMPTY));
		}
		int name = value.typeName().lastIndexOf('/') + 1;
		Pair pair = (name > 0) ? BY_LEGACY_NAME.get(value.typeName().substring(name)) : null;
		if (pair == null) {
			return value;
		}
		try {
			return new TypedValue(pair.name(), pair.fromWire().apply(value.bytes()));
		}
		catch (InvalidProtocolBufferException ex) {
			return value;
		}
	}

	/** Translate the name of the type of a value that is to be sent. */
	static String toWireName(String name) {
		Pair pair = BY_NAME.get(name);
		return (pair != null) ? pair.legacyName() : name;
	}

	/**
	 * Translate the bytes of a value that is to be sent.
	 * @throws SerializationException if they are not those of its type
	 */
	static ByteString toWireBytes(TypedValue value) {
		Pair pair = BY_NAME.get(value.typeName());
		try {
			return (pair != null) ? pair.toWire().apply(value.bytes()) : value.bytes();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new SerializationException("The bytes of a value are not those of an " + value.typeName(), ex);
		}
	}

	private static Pair wrapper(Type<?> primitive, String name) {
		return wrapper(primitive, name, (bytes) -> bytes, (bytes) -> bytes);
	}

	private static Pair wrapper(Type<?> primitive, String name, Translation toWire, Translation fromWire) {
		return new Pair(primitive.typeName(), "type.googleapis.com/google.protobuf." + name, toWire, fromWire);
	}

	private static Pair egressRecord(String name) {
		return new Pair("type.googleapis.com/io.statefun.sdk.egress." + name,
				"type.googleapis.com/org.apache.flink.statefun.flink.io." + name, (bytes) -> bytes, (bytes) -> bytes);
	}

	private static Map<String, Pair> index(Function<Pair, String> key) {
		return PAIRS.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
	}

	private record Pair(String name, String legacyName, Translation toWire, Translation fromWire) {

	}

	private interface Translation {

		ByteString apply(ByteString bytes) throws InvalidProtocolBufferException;

	}

}
