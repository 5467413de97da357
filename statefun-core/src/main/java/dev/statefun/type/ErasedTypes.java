package dev.statefun.type;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;

/**
 * Writes the type ids of values whose declared type is a type variable. An object does
 * not know the arguments of its class, so {@code new Page<Payment>(…)} is written as a
 * {@code Page<Object>}. Jackson then writes its payments without type ids, although a
 * reader of a {@code Page<Payment>} needs them. Here the class of each value decides.
 */
final class ErasedTypes extends StdTypeResolverBuilder {

	private static final long serialVersionUID = 1L;

	private ErasedTypes() {
	}

	/** Tell whether the arguments of a generic class are unknown. */
	static boolean areIn(JavaType type) {
		for (int i = 0; i < type.getRawClass().getTypeParameters().length; i++) {
			if (type.containedTypeOrUnknown(i).isJavaLangObject()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return a mapper that writes these type ids, unless the application has default
	 * typing, which writes some. The properties of an unwrapped value have no type id.
	 */
	static JsonMapper writer(JsonMapper mapper) {
		JavaType unknown = mapper.constructType(Object.class);
		return (mapper.serializationConfig().getDefaultTyper(unknown) != null) ? mapper
				: mapper.rebuild()
					.setDefaultTyping(new ErasedTypes())
					.disable(SerializationFeature.FAIL_ON_UNWRAPPED_TYPE_IDENTIFIERS)
					.build();
	}

	@Override
	public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType baseType,
			Collection<NamedType> subtypes) {
		return baseType.isJavaLangObject() ? new ActualTypeSerializer() : null;
	}

	@Override
	public @Nullable TypeDeserializer buildTypeDeserializer(DeserializationContext context, JavaType baseType,
			Collection<NamedType> subtypes) {
		return null;
	}

	/**
	 * Passes each value to the type serializer of its class, if that has one.
	 */
	private static final class ActualTypeSerializer extends TypeSerializer {

		private static final TypeSerializer NONE = new ActualTypeSerializer();

		private final Map<Class<?>, TypeSerializer> serializers = new ConcurrentHashMap<>();

		@Override
		public TypeSerializer forProperty(SerializationContext context, BeanProperty property) {
			return this;
		}

		@Override
		public JsonTypeInfo.As getTypeInclusion() {
			return JsonTypeInfo.As.PROPERTY;
		}

		@Override
		public @Nullable String getPropertyName() {
			return null;
		}

		@Override
		public @Nullable TypeIdResolver getTypeIdResolver() {
			return null;
		}

		@Override
		public WritableTypeId writeTypePrefix(JsonGenerator generator, SerializationContext context,
				WritableTypeId typeId) {
			TypeSerializer actual = of(typeId.forValue, context);
			if (actual == NONE) {
				switch (typeId.valueShape) {
					case START_OBJECT -> generator.writeStartObject(typeId.forValue);
					case START_ARRAY -> generator.writeStartArray(typeId.forValue);
					default -> {
					}
				}
				return typeId;
			}
			// The caller passes its own object to the suffix
			WritableTypeId model = actual.typeId(typeId.forValue, typeId.valueShape);
			if (isRelative(actual)) {
				typeId.id = typeId.forValue.getClass().getName();
			}
			typeId.include = model.include;
			typeId.asProperty = model.asProperty;
			return actual.writeTypePrefix(generator, context, typeId);
		}

		@Override
		public WritableTypeId writeTypeSuffix(JsonGenerator generator, SerializationContext context,
				WritableTypeId typeId) {
			TypeSerializer actual = of(typeId.forValue, context);
			return (actual != NONE) ? actual.writeTypeSuffix(generator, context, typeId)
					: generator.writeTypeSuffix(typeId);
		}

		/** The package of the reader's type is unknown. Readers accept the full name. */
		private static boolean isRelative(TypeSerializer serializer) {
			TypeIdResolver ids = serializer.getTypeIdResolver();
			return ids != null && ids.getMechanism() == JsonTypeInfo.Id.MINIMAL_CLASS;
		}

		private TypeSerializer of(Object value, SerializationContext context) {
			Class<?> valueClass = value.getClass();
			TypeSerializer present = this.serializers.get(valueClass);
			if (present == null) {
				TypeSerializer found = context.findTypeSerializer(context.constructType(valueClass));
				present = (found == null || found instanceof ActualTypeSerializer) ? NONE : found;
				this.serializers.put(valueClass, present);
			}
			return present;
		}

	}

}
