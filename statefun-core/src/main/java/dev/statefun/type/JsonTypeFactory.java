package dev.statefun.type;

import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes types of records and classes that travel as JSON: those annotated with
 * {@link StatefunType}, and, where a name is given, any other, such as
 * {@code List<Item>}.
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
	public @Nullable Type<?> create(java.lang.reflect.Type javaType, @Nullable String typeName) {
		JavaType jsonType = this.mapper.constructType(javaType);
		StatefunType annotation = jsonType.getRawClass().getAnnotation(StatefunType.class);
		String name = (typeName != null || annotation == null) ? typeName : annotation.value();
		return (name != null) ? new JsonType<>(TypeName.parse(name).toString(), jsonType, this.mapper) : null;
	}

}
