package dev.statefun.type;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record or class as JSON.
 *
 * @param <T> the Java type of the values
 */
final class JsonType<T> extends NamedType<T> {

	private final ObjectReader reader;

	private final ObjectWriter writer;

	@SuppressWarnings("unchecked")
	JsonType(String typeName, JavaType javaType, JsonMapper mapper) {
		super(typeName, (Class<T>) javaType.getRawClass());
		this.reader = mapper.readerFor(javaType);
		this.writer = mapper.writerFor(javaType);
	}

	@Override
	public ByteString serialize(T value) {
		try {
			return UnsafeByteOperations.unsafeWrap(this.writer.writeValueAsBytes(value));
		}
		catch (JacksonException ex) {
			throw new SerializationException(
					"A %s cannot be written as JSON: %s".formatted(javaType().getName(), ex.getOriginalMessage()), ex);
		}
	}

	@Override
	public T deserialize(ByteString bytes) {
		T value;
		try {
			value = this.reader.readValue(bytes.newInput());
		}
		catch (JacksonException ex) {
			throw new SerializationException("The bytes of a %s are not the JSON of a %s: %s".formatted(typeName(),
					javaType().getName(), ex.getOriginalMessage()), ex);
		}
		if (value == null) {
			throw new SerializationException("The JSON of a %s is null".formatted(typeName()));
		}
		return value;
	}

}
