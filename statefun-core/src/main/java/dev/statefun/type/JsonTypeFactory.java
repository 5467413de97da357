package dev.statefun.type;

import java.lang.reflect.ParameterizedType;
import java.util.function.Supplier;

import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes types of records and classes that travel as JSON: those annotated with
 * {@link StatefunType}, and, where a name is given, any other, such as
 * {@code List<Item>}.
 *
 * @since 0.1.0
 */
public final class JsonTypeFactory implements TypeFactory {

	private final Supplier<JsonMapper> mapper;

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
		this.mapper = mapper;
	}

	@Override
	public @Nullable Type<?> create(java.lang.reflect.Type javaType, @Nullable String typeName) {
		StatefunType annotation = rawClass(javaType).getAnnotation(StatefunType.class);
		String name = (typeName != null || annotation == null) ? typeName : annotation.value();
		return (name != null) ? create(javaType, TypeName.parse(name), this.mapper.get()) : null;
	}

	private static Type<?> create(java.lang.reflect.Type javaType, TypeName name, JsonMapper mapper) {
		return new JsonType<>(name.toString(), mapper.constructType(javaType), mapper);
	}

	/** No mapper is needed to see that a class does not travel as JSON. */
	private Class<?> rawClass(java.lang.reflect.Type javaType) {
		java.lang.reflect.Type raw = (javaType instanceof ParameterizedType parameterized) ? parameterized.getRawType()
				: javaType;
		return (raw instanceof Class<?> type) ? type : this.mapper.get().constructType(javaType).getRawClass();
	}

}
