package dev.statefun.type;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Collects the fields of JSON from the serializers that write it. A class that occurs
 * several times is described where it occurs first, so that classes may contain
 * themselves. The fields of a subclass that a type id chooses follow that id.
 */
final class JsonStructure extends JsonFormatVisitorWrapper.Base {

	private final Map<String, String> fields;

	private final Set<JavaType> seen;

	private final String path;

	private JsonStructure(@Nullable SerializationContext context, Map<String, String> fields, Set<JavaType> seen,
			String path) {
		super(context);
		this.fields = fields;
		this.seen = seen;
		this.path = path;
	}

	/**
	 * Return the kinds of all fields, by their paths; none if serializers do not tell.
	 */
	static Map<String, String> of(JavaType type, JsonMapper mapper) {
		Map<String, String> fields = new TreeMap<>();
		try {
			JsonStructure root = new JsonStructure(null, fields, new HashSet<>(), "");
			mapper.acceptJsonFormatVisitor(type, root);
			root.visitSubtypes("", type, null);
		}
		catch (JacksonException ex) {
			return Map.of();
		}
		fields.remove("");
		return fields;
	}

	private void put(String kind) {
		this.fields.put(this.path, kind);
	}

	private void visit(String at, JavaType type, @Nullable ValueSerializer<Object> serializer,
			@Nullable TypeSerializer typeIds) {
		ValueSerializer<Object> used = (serializer != null) ? serializer
				: getContext().findPrimaryPropertySerializer(type, null);
		used.acceptJsonFormatVisitor(new JsonStructure(getContext(), this.fields, this.seen, at), type);
		visitSubtypes(at, type, typeIds);
	}

	/** Describe the classes that a type id chooses from, each by its id. */
	private void visitSubtypes(String at, JavaType type, @Nullable TypeSerializer declared) {
		SerializationContext context = getContext();
		TypeSerializer typeIds = (declared != null) ? declared : context.findTypeSerializer(type);
		TypeIdResolver ids = (typeIds != null) ? typeIds.getTypeIdResolver() : null;
		if (ids == null) {
			return;
		}
		AnnotatedClass annotated = context.introspectClassAnnotations(type);
		for (NamedType subtype : context.getConfig()
			.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(context.getConfig(), annotated)) {
			JavaType subclass = context.constructSpecializedType(type, subtype.getType());
			if (subclass.isConcrete() && !subclass.hasRawClass(type.getRawClass())) {
				String id = ids.idFromValueAndType(context, null, subtype.getType());
				visit("%s<%s>".formatted(at, id), subclass, null, null);
			}
		}
	}

	@Override
	public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
		put("object");
		return this.seen.add(type) ? new Properties() : null;
	}

	@Override
	public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
		put("array");
		visitContent("[]", type);
		return null;
	}

	@Override
	public @Nullable JsonMapFormatVisitor expectMapFormat(JavaType type) {
		put("map");
		visitContent("{}", type);
		return null;
	}

	private void visitContent(String suffix, JavaType type) {
		if (type.getContentType() != null) {
			visit(this.path + suffix, type.getContentType(), null, null);
		}
	}

	@Override
	public JsonStringFormatVisitor expectStringFormat(JavaType type) {
		put("string");
		return new JsonStringFormatVisitor.Base() {

			@Override
			public void enumTypes(Set<String> constants) {
				put("enum " + String.join(", ", new TreeSet<>(constants)));
			}

		};
	}

	@Override
	public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
		put("number");
		return null;
	}

	@Override
	public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
		put("integer");
		return new JsonIntegerFormatVisitor.Base() {

			@Override
			public void numberType(JsonParser.NumberType number) {
				switch (number) {
					case INT -> put("int");
					case LONG -> put("long");
					default -> put("integer");
				}
			}

		};
	}

	@Override
	public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
		put("boolean");
		return null;
	}

	@Override
	public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
		put("any");
		return null;
	}

	private final class Properties extends JsonObjectFormatVisitor.Base {

		private Properties() {
			super(JsonStructure.this.getContext());
		}

		@Override
		@SuppressWarnings("unchecked")
		public void property(BeanProperty property) {
			BeanPropertyWriter writer = (property instanceof BeanPropertyWriter present) ? present : null;
			ValueSerializer<Object> serializer = (writer != null)
					? (ValueSerializer<Object>) (ValueSerializer<?>) writer.getSerializer() : null;
			String parent = JsonStructure.this.path;
			visit(parent.isEmpty() ? property.getName() : parent + "." + property.getName(), property.getType(),
					(serializer != null) ? serializer
							: getContext().findPrimaryPropertySerializer(property.getType(), property),
					(writer != null) ? writer.getTypeSerializer() : null);
		}

		@Override
		public void optionalProperty(BeanProperty property) {
			property(property);
		}

	}

}
