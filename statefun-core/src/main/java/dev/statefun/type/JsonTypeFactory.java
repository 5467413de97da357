package dev.statefun.type;

import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes types of records and classes that are annotated with {@link StatefunType} and
 * travel as JSON.
 *
 * @since 0.1.0
 */
public final class JsonTypeFactory implements TypeFactory {

	private final JsonMapper mapper;

	/**
	 * Create a factory.
	 * @param mapper writes and reads the JSON
	 */
	public JsonTypeFactory(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public <T> @Nullable Type<T> create(Class<T> javaType) {
		StatefunType annotation = javaType.getAnnotation(StatefunType.class);
		if (annotation == null) {
			return null;
		}
		return new JsonType<>(TypeName.parse(annotation.value()).toString(), javaType, this.mapper);
	}

}
