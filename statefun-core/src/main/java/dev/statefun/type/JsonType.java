package dev.statefun.type;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.statefun.type.internal.StructuredType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record or class as JSON.
 *
 * @param <T> the Java type of the values
 */
final class JsonType<T> extends NamedType<T> implements StructuredType {

	/**
	 * Stored values are older than the class, so fields may be missing or unknown. This
	 * must not depend on what the application demands of its web requests.
	 */
	private static final DeserializationFeature[] STRICT = { DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
			DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
			DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
			DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES };

	/** Other SDKs may send 42.7 for an integer, which would silently become 42. */
	private static final DeserializationFeature LOSSY = DeserializationFeature.ACCEPT_FLOAT_AS_INT;

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private final ObjectReader reader;

	private final ObjectWriter writer;

	private final JsonLimits limits;

	private final Supplier<Map<String, String>> structure;

	@SuppressWarnings("unchecked")
	JsonType(String typeName, JavaType javaType, JsonMapper mapper) {
		super(typeName, (Class<T>) javaType.getRawClass());
		this.reader = mapper.readerFor(javaType).withoutFeatures(STRICT).without(LOSSY);
		JsonMapper writing = ErasedTypes.areIn(javaType) ? ErasedTypes.writer(mapper) : mapper;
		this.writer = isMapped(javaType, mapper) ? writing.writer() : writing.writerFor(javaType);
		this.structure = () -> JsonStructure.of(javaType, mapper);
		this.limits = JsonLimits.of(mapper.tokenStreamFactory());
	}

	/**
	 * Whether the application maps an abstract class to a class below it, whose fields
	 * are then written. Otherwise a type id says which class it is.
	 */
	private static boolean isMapped(JavaType type, JsonMapper mapper) {
		return !type.isConcrete() && !type.isContainerType() && !type.isReferenceType()
				&& mapper._serializationContext().findTypeSerializer(type) == null;
	}

	@Override
	public ByteString serialize(T value) {
		byte[] json;
		try {
			json = this.writer.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw unwritable(ex.getOriginalMessage(), ex);
		}
		if (json.length == NULL.length && Arrays.equals(json, NULL)) {
			throw unwritable("the JSON would be null, which is no value", null);
		}
		if (this.limits.mayBeExceededBy(json)) {
			requireReadable(json);
		}
		return UnsafeByteOperations.unsafeWrap(json);
	}

	private SerializationException unwritable(String reason, @Nullable JacksonException cause) {
		return new SerializationException("A %s cannot be written as JSON: %s".formatted(javaType().getName(), reason),
				cause);
	}

	/**
	 * Refuse what is beyond the limits of any reader. Other failures to read are no
	 * reason to refuse: the application may only send the class.
	 */
	private void requireReadable(byte[] json) {
		try (JsonParser parser = this.reader.createParser(new ByteArrayInputStream(json))) {
			while (parser.nextToken() != null) {
				continue;
			}
			this.reader.readValue(new ByteArrayInputStream(json));
		}
		catch (JacksonException ex) {
			if (ex instanceof StreamConstraintsException || ex.getCause() instanceof StreamConstraintsException) {
				throw unwritable("it could not be read again. " + ex.getOriginalMessage(), ex);
			}
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

	@Override
	public Map<String, String> structure() {
		return this.structure.get();
	}

}
