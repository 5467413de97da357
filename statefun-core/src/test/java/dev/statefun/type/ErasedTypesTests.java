package dev.statefun.type;

import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.statefun.annotation.StatefunType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects of generic classes do not know the arguments of their class. What is sent is
 * readable nevertheless.
 */
class ErasedTypesTests {

	private final JsonMapper mapper = new JsonMapper();

	private final TypeRegistry types = registry(this.mapper);

	@Test
	void whenElementsAreOfASealedTypeThenTheyAreReadAgain() throws Exception {
		assertRoundTrip(new Page<Payment>(List.of(new Card(1, "c"), new Transfer(2)), new Card(3, "d"),
				Map.of("first", new Transfer(4)), Optional.of(new Card(5, "e"))), "payments");
	}

	@Test
	void whenSubtypesAreNamedByTheParentThenTheyAreReadAgain() throws Exception {
		assertRoundTrip(new Page<Shape>(List.of(new Circle(1), new Square(2)), new Circle(3),
				Map.of("first", new Square(4)), Optional.of(new Circle(5))), "shapes");
	}

	@Test
	void whenTypeIdsAreWrappersThenElementsAreReadAgain() throws Exception {
		assertRoundTrip(
				new Page<Event>(List.of(new Started(1)), new Started(2), Map.of("a", new Started(3)), Optional.empty()),
				"events");
	}

	/**
	 * They are relative to the package of the declared type, which is another one here.
	 */
	@Test
	void whenTypeIdsAreShortenedClassNamesThenElementsAreReadAgain() throws Exception {
		TypeRegistry shortening = registry(JsonMapper.builder().addMixIn(Supplier.class, ShortName.class).build());
		Page<Supplier<Integer>> page = new Page<>(List.of(new Fixed(1)), new Fixed(2), Map.of(), Optional.empty());
		ParameterizedType declared = (ParameterizedType) Holder.class.getDeclaredField("suppliers").getGenericType();
		assertThat((Object) shortening.serialize(page).as(shortening.typeOf(declared, null))).isEqualTo(page);
	}

	@Test
	void whenElementsAreNestedThenTheyAreReadAgain() throws Exception {
		assertRoundTrip(new Book<Payment>(List.of(List.of(new Card(1, "c"))),
				new Page<>(List.of(new Transfer(1)), new Card(1, "d"), Map.of(), Optional.empty())), "book");
	}

	@Test
	void whenElementsHaveNoTypeIdsThenTheJsonIsThatOfTheMapper() {
		for (Object page : List.of(
				new Page<Object>(
						List.of("a", 1, 2.5, true, new int[] { 1 }, new byte[] { 1 }, Colour.RED,
								Map.of("a", List.of(1L)), this.mapper.readTree("{\"a\":[1]}"), new Point(1, 2)),
						'c', Map.of("a", Optional.of("b")), Optional.of(new Point(3, 4))),
				new Labelled<>(new Point(1, 2), "label"))) {
			assertThat(this.types.serialize(page).bytes().toStringUtf8())
				.isEqualTo(this.mapper.writeValueAsString(page));
		}
	}

	@Test
	void whenTheApplicationHasDefaultTypingThenThatIsUsed() {
		JsonMapper typing = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.JAVA_LANG_OBJECT)
			.build();
		Page<Point> page = new Page<>(List.of(new Point(1, 2)), new Point(3, 4), Map.of(), Optional.empty());
		assertThat(registry(typing).serialize(page).bytes().toStringUtf8()).isEqualTo(typing.writeValueAsString(page));
	}

	private void assertRoundTrip(Object value, String declaredAs) throws Exception {
		TypedValue sent = this.types.serialize(value);
		ParameterizedType declared = (ParameterizedType) Holder.class.getDeclaredField(declaredAs).getGenericType();
		Type<?> type = this.types.typeOf(declared, null);
		assertThat(sent.typeName()).isEqualTo(type.typeName());
		assertThat((Object) sent.as(type)).isEqualTo(value);
		assertThat(sent.bytes()).isEqualTo(serialize(type, value));
	}

	@SuppressWarnings("unchecked")
	private static <T> Object serialize(Type<T> type, Object value) {
		return type.serialize((T) value);
	}

	private static TypeRegistry registry(JsonMapper mapper) {
		return new TypeRegistry(List.of(), List.of(new JsonTypeFactory(mapper)));
	}

	@StatefunType("demo/Page")
	record Page<T>(List<T> items, @Nullable T first, Map<String, T> byName, Optional<T> best) {

	}

	@StatefunType("demo/Book")
	record Book<T>(List<List<T>> chapters, Page<T> page) {

	}

	@StatefunType("demo/Labelled")
	record Labelled<T>(@JsonUnwrapped T value, String label) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Payment {

	}

	record Card(int cents, String number) implements Payment {

	}

	record Transfer(int cents) implements Payment {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY)
	interface Event {

	}

	record Started(int at) implements Event {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
	interface ShortName {

	}

	record Fixed(int value) implements Supplier<Integer> {

		@Override
		public Integer get() {
			return this.value;
		}

	}

	record Point(int x, int y) {

	}

	enum Colour {

		RED

	}

	static class Holder {

		@Nullable Page<Payment> payments;

		@Nullable Page<Shape> shapes;

		@Nullable Page<Event> events;

		@Nullable Page<Supplier<Integer>> suppliers;

		@Nullable Book<Payment> book;

	}

}
