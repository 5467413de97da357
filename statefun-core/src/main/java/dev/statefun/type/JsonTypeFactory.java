package dev.statefun.type;

import java.lang.reflect.ParameterizedType;
import java.util.function.Supplier;

import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringValueResolver;

/**
 * Makes types of records and classes that travel as JSON: those annotated with
 * {@link StatefunType}, and, where a name is given, any other, such as
 * {@code List<Item>}.
 *
 * @since 0.1.0
 */
public final class JsonTypeFactory implements TypeFactory {

	private final Supplier<JsonMapper> mapper;

	private final StringValueResolver placeholders;

	/**
	 * Create a factory.
	 * @param mapper writes and reads the JSON
	 */
	public JsonTypeFactory(JsonMapper mapper) {
		this(() -> mapper);
	}

	/**
	 * Create a factory that needs no mapper until there is a class that travels as JSON.
	 * @param mapper returns what writes and reads the JSON, or throws
	 * {@link UnknownTypeException} if no class can
	 */
	public JsonTypeFactory(Supplier<JsonMapper> mapper) {
		this(mapper, (name) -> name);
	}

	/**
	 * Create a factory that replaces placeholders.
	 * @param mapper returns what writes and reads the JSON, or throws
	 * {@link UnknownTypeException} if no class can
	 * @param placeholders replaces placeholders in the names of {@link StatefunType}, or
	 * throws {@link IllegalArgumentException} if it cannot
	 */
	public JsonTypeFactory(Supplier<JsonMapper> mapper, StringValueResolver placeholders) {
		this.mapper = mapper;
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable Type<?> create(java.lang.reflect.Type javaType, @Nullable String typeName) {
		StatefunType annotation = rawClass(javaType).getAnnotation(StatefunType.class);
		String name = (typeName != null || annotation == null) ? typeName
				: this.placeholders.resolveStringValue(annotation.value());
		return (name != null) ? create(javaType, TypeName.parse(name), this.mapper.get()) : null;
	}

	private static Type<?> create(java.lang.reflect.Type javaType, TypeName name, JsonMapper mapper) {
		JavaType type = mapper.constructType(javaType);
		JavaType unreadable = unreadable(type, mapper);
		if (unreadable != null) {
			throw new UnknownTypeException(
					"%s is abstract, and JSON does not tell of which class a value is"
						.formatted(unreadable.getRawClass().getName()),
					"Annotate it with @JsonTypeInfo (and with @JsonSubTypes, unless it is sealed),"
							+ " or annotate the classes below it with @StatefunType instead");
		}
		return new JsonType<>(name.toString(), type, mapper);
	}

	/**
	 * Find an abstract class whose values nobody could read again: the class itself, or
	 * that of its elements.
	 */
	private static @Nullable JavaType unreadable(JavaType type, JsonMapper mapper) {
		if (type.isContainerType() || type.isReferenceType()) {
			return unreadable(type.getContentType(), mapper);
		}
		if (type.isConcrete() || type.isJavaLangObject()) {
			return null;
		}
		try {
			DeserializationContext context = mapper._deserializationContext();
			boolean readable = context.findTypeDeserializer(type) != null
					|| !(context.findNonContextualValueDeserializer(type) instanceof AbstractDeserializer);
			return readable ? null : type;
		}
		catch (JacksonException ex) {
			return null; // Values are refused with what Jackson says of them
		}
	}

	/** No mapper is needed to see that a class does not travel as JSON. */
	private Class<?> rawClass(java.lang.reflect.Type javaType) {
		java.lang.reflect.Type raw = (javaType instanceof ParameterizedType parameterized) ? parameterized.getRawType()
				: javaType;
		return (raw instanceof Class<?> type) ? type : this.mapper.get().constructType(javaType).getRawClass();
	}

}
