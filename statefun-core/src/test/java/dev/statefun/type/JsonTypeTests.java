package dev.statefun.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.protobuf.ByteString;
import dev.statefun.annotation.StatefunType;
import dev.statefun.type.internal.StructuredType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * JSON outlives the class that it was written from, and must be readable.
 */
class JsonTypeTests {

	private static final int MAX_NUMBER = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

	private static final int MAX_NAME = StreamReadConstraints.DEFAULT_MAX_NAME_LEN;

	private final JsonMapper mapper = new JsonMapper();

	@ParameterizedTest
	@ValueSource(strings = { "{\"user\":\"Ada\"}", "{\"user\":\"Ada\",\"visits\":null,\"paid\":null,\"rate\":null}",
			"{\"user\":\"Ada\",\"removed\":{\"at\":[1]}}" })
	void whenAFieldIsMissingOrNullOrUnknownThenTheOthersAreRead(String json) {
		Account expected = new Account("Ada", 0, false, 0, '\0', null, null);
		assertThat(type(Account.class, this.mapper).deserialize(ByteString.copyFromUtf8(json))).isEqualTo(expected);
	}

	/** These demands concern web requests. */
	@Test
	void whenTheMapperIsStrictThenStoredValuesAreReadNevertheless() {
		JsonMapper strict = JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.build();
		assertThat(type(Account.class, strict)
			.deserialize(ByteString.copyFromUtf8("{\"user\":\"Ada\",\"removed\":1,\"nested\":{\"count\":null}}")))
			.isEqualTo(new Account("Ada", 0, false, 0, '\0', null, new Nested(0)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 998, 999 })
	void whenANumberIsTooLongToBeReadThenItIsNotWritten(int offset) {
		BigInteger longest = BigInteger.TEN.pow(MAX_NUMBER - 1);
		assertReadable(new Sum("a".repeat(offset), longest, null, null));
		assertUnwritable(new Sum("a".repeat(offset), longest.multiply(BigInteger.TEN), null, null))
			.withMessageContainingAll(Sum.class.getName(), "1001", "1000");
		assertUnwritable(new Sum("a".repeat(offset), longest.negate().pow(3), null, null));
		assertUnwritable(new Sum("a".repeat(offset), null, new BigDecimal("0." + "1".repeat(1205)), null));
	}

	@Test
	void whenALongNumberIsWrittenAsTextThenItIsRefusedToo() {
		assertReadable(new Sum("", null, null, BigInteger.TEN.pow(MAX_NUMBER - 1)));
		assertUnwritable(new Sum("", null, null, BigInteger.TEN.pow(1204)));
	}

	@Test
	void whenATextHasManyDigitsThenItIsWritten() {
		assertReadable(new Sum("1".repeat(100_000), null, null, null));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 49_991, 60_000 })
	void whenANameIsTooLongToBeReadThenItIsNotWritten(int offset) {
		String before = "b".repeat(offset);
		assertReadable(new Counts(before, Map.of("n".repeat(MAX_NAME - 8), 1)));
		assertUnwritable(new Counts(before, Map.of("n".repeat(60_000), 1))).withMessageContainingAll("50000");
		assertUnwritable(new Counts(before, Map.of("\"\\".repeat(30_000), 1)));
		assertUnwritable(new Counts(before, Map.of("ü".repeat(60_000) + "\\", 1)));
	}

	@Test
	void whenALongNameEndsJustBelowTheLimitThenItIsWrittenOnlyIfItCanBeRead() {
		for (int length = MAX_NAME - 16; length < MAX_NAME + 16; length++) {
			Counts counts = new Counts("", Map.of("n".repeat(length), 1));
			try {
				type(Counts.class, this.mapper).serialize(counts);
			}
			catch (SerializationException ex) {
				assertThat(length).isGreaterThan(MAX_NAME - 8);
				continue;
			}
			assertReadable(counts);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1, 2 })
	void whenObjectsAreNestedTooDeeplyToBeReadThenTheyAreNotWritten(int beyond) {
		Tree tree = Tree.ofDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH + beyond);
		Type<Tree> type = type(Tree.class, this.mapper);
		if (beyond <= 0) {
			assertReadable(tree);
		}
		else {
			assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type.serialize(tree));
		}
	}

	@Test
	void whenTextsAndListsAreLongThenTheyAreWritten() {
		assertReadable(new Counts("\"\\,:".repeat(100_000), Map.of()));
		assertReadable(new Numbers(IntStream.range(0, 100_000).boxed().toList()));
	}

	@Test
	void whenTheApplicationLowersLimitsThenTheyCountWhenWriting() {
		JsonMapper shallow = mapper(StreamReadConstraints.builder().maxNestingDepth(3).build());
		Type<Tree> trees = type(Tree.class, shallow);
		assertThatNoException().isThrownBy(() -> trees.serialize(Tree.ofDepth(2)));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> trees.serialize(Tree.ofDepth(4)));
		JsonMapper brief = mapper(StreamReadConstraints.builder().maxDocumentLength(50).build());
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type(Numbers.class, brief)
			.serialize(new Numbers(List.of(1, 2, 3, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000))));
		JsonMapper terse = mapper(StreamReadConstraints.builder().maxStringLength(10).build());
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> type(Counts.class, terse).serialize(new Counts("12345678901", Map.of())));
	}

	@Test
	void whenTheApplicationRaisesALimitThenMoreIsWritten() {
		JsonMapper generous = mapper(StreamReadConstraints.builder().maxNumberLength(2000).build());
		Type<Sum> type = type(Sum.class, generous);
		Sum sum = new Sum("", BigInteger.TEN.pow(1204), null, null);
		assertThat(type.deserialize(type.serialize(sum))).isEqualTo(sum);
	}

	@Test
	void whenTheClassIsOnlySentThenItIsWrittenThoughItCannotBeRead() {
		assertThatNoException().isThrownBy(() -> type(WriteOnly.class, this.mapper).serialize(new WriteOnly(1000)));
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> type(WriteOnly.class, this.mapper).serialize(new WriteOnly(1001)));
	}

	@Test
	void whenANumberHasAFractionThenItIsNotReadAsAnInteger() {
		for (String json : List.of("{\"user\":\"a\",\"visits\":42.7}", "{\"user\":\"a\",\"limit\":1e-1}")) {
			assertThatExceptionOfType(SerializationException.class)
				.isThrownBy(() -> type(Account.class, this.mapper).deserialize(ByteString.copyFromUtf8(json)))
				.withMessageContaining("demo/Account");
		}
	}

	/** See the table of JSON across SDKs. */
	@Test
	void whenADateIsANumberThenItCountsSecondsUnlessTheApplicationSaysMilliseconds() {
		Meeting meeting = new Meeting(Instant.ofEpochSecond(1_700_000_000));
		Type<Meeting> type = type(Meeting.class, this.mapper);
		assertThat(type.serialize(meeting).toStringUtf8()).isEqualTo("{\"at\":\"2023-11-14T22:13:20Z\"}");
		assertThat(type.deserialize(ByteString.copyFromUtf8("{\"at\":\"2023-11-14T22:13:20.000Z\"}")))
			.isEqualTo(meeting);
		assertThat(type.deserialize(ByteString.copyFromUtf8("{\"at\":1700000000}"))).isEqualTo(meeting);
		JsonMapper millis = JsonMapper.builder().disable(DateTimeFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS).build();
		assertThat(type(Meeting.class, millis).deserialize(ByteString.copyFromUtf8("{\"at\":1700000000000}")))
			.isEqualTo(meeting);
	}

	@Test
	void whenJsonDoesNotTellTheClassOfAValueThenThereIsNoType() throws Exception {
		TypeRegistry types = new TypeRegistry(List.of(), List.of(new JsonTypeFactory(this.mapper)));
		java.lang.reflect.Type list = JsonTypeTests.class.getDeclaredMethod("untold").getGenericReturnType();
		for (ThrowingCallable attempt : List.<ThrowingCallable>of(() -> types.typeOf(Untold.class),
				() -> types.serialize(new First(1)), () -> types.typeOf(list, "demo/Untolds"))) {
			assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(attempt)
				.withMessageContaining("Untold is abstract, and JSON does not tell of which class a value is")
				.withMessageContaining("@JsonTypeInfo");
		}
	}

	@Test
	void whenTheApplicationTellsHowToReadAnAbstractClassThenItHasAType() {
		JsonMapper reading = JsonMapper.builder()
			.addModule(new SimpleModule().addAbstractTypeMapping(Untold.class, First.class))
			.build();
		Type<Untold> type = type(Untold.class, reading);
		assertThat(type.deserialize(type.serialize(new First(1)))).isEqualTo(new First(1));
		assertThat(type(Told.class, this.mapper).javaType()).isEqualTo(Told.class);
	}

	private static List<Untold> untold() {
		return List.of();
	}

	@Test
	void whenATypeIdChoosesTheClassThenItsFieldsArePartOfTheStructure() {
		assertThat(((StructuredType) type(Story.class, this.mapper)).structure()).containsOnly(
				Map.entry("told", "object"), Map.entry("told<one>", "object"), Map.entry("told<one>.count", "int"),
				Map.entry("told<more>", "object"), Map.entry("told<more>.rest", "array"),
				Map.entry("told<more>.rest[]", "object"), Map.entry("told<more>.rest[]<one>", "object"),
				Map.entry("told<more>.rest[]<more>", "object"));
		assertThat(((StructuredType) type(Told.class, this.mapper)).structure()).containsEntry("<one>.count", "int");
	}

	@Test
	void whenAnObjectIsWrittenAsNullThenItIsRefused() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> type(Absent.class, this.mapper).serialize(new Absent(null)))
			.withMessageContaining("null");
		assertThatNoException().isThrownBy(() -> type(Absent.class, this.mapper).serialize(new Absent("some")));
	}

	private JsonMapper mapper(StreamReadConstraints constraints) {
		return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build()).build();
	}

	private <T> void assertReadable(T value) {
		@SuppressWarnings("unchecked")
		Type<T> type = type((Class<T>) value.getClass(), this.mapper);
		assertThat(type.deserialize(type.serialize(value))).isEqualTo(value);
	}

	private <T> ThrowableAssertAlternative<SerializationException> assertUnwritable(T value) {
		@SuppressWarnings("unchecked")
		Type<T> type = type((Class<T>) value.getClass(), this.mapper);
		return assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> type.serialize(value))
			.withMessageContaining("could not be read again");
	}

	private static <T> Type<T> type(Class<T> javaType, JsonMapper mapper) {
		return new TypeRegistry(List.of(), List.of(new JsonTypeFactory(mapper))).typeOf(javaType);
	}

	@StatefunType("demo/Account")
	record Account(String user, int visits, boolean paid, double rate, char grade, @Nullable Long limit,
			@Nullable Nested nested) {

	}

	record Nested(int count) {

	}

	@StatefunType("demo/Sum")
	record Sum(String before, @Nullable BigInteger integer, @Nullable BigDecimal decimal,
			@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigInteger text) {

	}

	@StatefunType("demo/Counts")
	record Counts(String before, Map<String, Integer> counts) {

	}

	@StatefunType("demo/Numbers")
	record Numbers(List<Integer> numbers) {

	}

	@StatefunType("demo/Tree")
	record Tree(@Nullable Tree child) {

		static Tree ofDepth(int depth) {
			return new Tree((depth > 1) ? ofDepth(depth - 1) : null);
		}

	}

	@StatefunType("demo/Absent")
	record Absent(@JsonValue @Nullable String text) {

	}

	@StatefunType("demo/Meeting")
	record Meeting(Instant at) {

	}

	@StatefunType("demo/Untold")
	interface Untold {

	}

	record First(int count) implements Untold {

	}

	@StatefunType("demo/Told")
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Told {

	}

	@JsonTypeName("one")
	record One(int count) implements Told {

	}

	@JsonTypeName("more")
	record More(List<Told> rest) implements Told {

	}

	@StatefunType("demo/Story")
	record Story(Told told) {

	}

	@StatefunType("demo/WriteOnly")
	static class WriteOnly {

		private final int digits;

		WriteOnly(int digits) {
			this.digits = digits;
		}

		public BigInteger getNumber() {
			return BigInteger.TEN.pow(this.digits - 1);
		}

	}

}
