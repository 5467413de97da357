package dev.statefun.type;

import java.util.List;
import java.util.UUID;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import dev.statefun.annotation.StatefunType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TypeRegistryTests {

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of(new JsonTypeFactory(new JsonMapper())));

	@Test
	void whenTheClassIsAPrimitivesThenItIsThatPrimitive() {
		assertThat(this.types.typeOf(Boolean.class)).isSameAs(Types.booleanType());
		assertThat(this.types.typeOf(Integer.class)).isSameAs(Types.integerType());
		assertThat(this.types.typeOf(Long.class)).isSameAs(Types.longType());
		assertThat(this.types.typeOf(Float.class)).isSameAs(Types.floatType());
		assertThat(this.types.typeOf(Double.class)).isSameAs(Types.doubleType());
		assertThat(this.types.typeOf(String.class)).isSameAs(Types.stringType());
	}

	@Test
	void whenTheClassIsAProtobufMessageThenItTravelsAsThat() {
		Type<Timestamp> type = this.types.typeOf(Timestamp.class);
		assertThat(type.typeName()).isEqualTo("type.googleapis.com/google.protobuf.Timestamp");
		assertThat(type.javaType()).isEqualTo(Timestamp.class);
		Timestamp value = Timestamp.newBuilder().setSeconds(5).build();
		assertThat(type.serialize(value)).isEqualTo(value.toByteString());
		assertThat(type.deserialize(value.toByteString())).isEqualTo(value);
	}

	@Test
	void whenTheBytesOfAProtobufMessageAreOfSomethingElseThenTheyAreRefused() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.types.typeOf(Timestamp.class).deserialize(ByteString.copyFromUtf8("\n\u0009")))
			.withMessageContaining("google.protobuf.Timestamp");
	}

	@Test
	void whenTheClassIsAWrapperOfAPrimitiveThenThePrimitiveIsToBeUsed() {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.typeOf(StringValue.class))
			.withMessageContaining("com.google.protobuf.StringValue")
			.withMessageContaining("2.x");
		assertThatIllegalArgumentException().isThrownBy(() -> Types.protobuf(StringValue.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "type.googleapis.com/google.protobuf.Timestamp", "example.com/google.protobuf.Timestamp",
			"/google.protobuf.Timestamp" })
	void whenTheNameOfAProtobufMessageHasAnyDomainThenItsTypeAcceptsIt(String name) {
		assertThat(Types.protobuf(Timestamp.class).accepts(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "google.protobuf.Timestamp", "x/oogle.protobuf.Timestamp", "x/google.protobuf.Timestam", "" })
	void whenTheNameIsOfAnotherMessageThenATypeDoesNotAcceptIt(String name) {
		assertThat(Types.protobuf(Timestamp.class).accepts(name)).isFalse();
	}

	@Test
	void whenATypeIsGivenForAClassThenItIsTakenForValuesOfSubclassesToo() {
		Type<ByteString> own = Types.bytes("demo/bytes");
		TypeRegistry registry = new TypeRegistry(List.of(own), List.of());
		assertThat(registry.typeOf(ByteString.class)).isSameAs(own);
		assertThat(registry.serialize(ByteString.copyFromUtf8("abc")))
			.isEqualTo(new TypedValue("demo/bytes", ByteString.copyFromUtf8("abc")));
	}

	@Test
	void whenTwoTypesAreGivenForAClassThenTheyAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TypeRegistry(List.of(Types.bytes("demo/a"), Types.bytes("demo/b")), List.of()))
			.withMessageContaining("demo/a")
			.withMessageContaining("demo/b");
	}

	@Test
	void whenBytesHaveNoNameThenTheErrorSaysWhereToGiveOne() {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.serialize(new byte[] { 1 }))
			.withMessageContaining("TypedValue");
	}

	@Test
	@SuppressWarnings("unchecked")
	void whenANameIsGivenThenAParameterizedTypeTravelsAsJson() throws Exception {
		java.lang.reflect.Type logins = Holder.class.getDeclaredField("logins").getGenericType();
		Type<List<Login>> type = (Type<List<Login>>) this.types.typeOf(logins, "demo/Logins");
		List<Login> value = List.of(new Login("a", 1), new Login("b", 2));
		assertThat(type.typeName()).isEqualTo("demo/Logins");
		assertThat(type.deserialize(type.serialize(value))).isEqualTo(value);
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> this.types.typeOf(Timestamp.class, "demo/Timestamp"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Message.class, DynamicMessage.class })
	void whenTheClassIsAProtobufMessageThatWasNotGeneratedThenItIsUnknown(Class<?> messageClass) {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.typeOf(messageClass))
			.withMessageContaining(messageClass.getName())
			.withMessageContaining("generated");
	}

	@Test
	void whenTheClassIsAnnotatedThenItTravelsAsJson() {
		Type<Login> type = this.types.typeOf(Login.class);
		assertThat(type.typeName()).isEqualTo("demo/Login");
		assertThat(type.javaType()).isEqualTo(Login.class);
		Login login = new Login("grüße", 2);
		assertThat(type.serialize(login).toStringUtf8()).isEqualTo("{\"user\":\"grüße\",\"visits\":2}");
		assertThat(type.deserialize(type.serialize(login))).isEqualTo(login);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{", "[]", "{\"visits\":\"many\"}", "{\"user\":\"a\",\"visits\":1} {}" })
	void whenBytesAreNotTheJsonOfTheClassThenTheyAreRefused(String json) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.types.typeOf(Login.class).deserialize(ByteString.copyFromUtf8(json)))
			.withMessageContaining("demo/Login");
	}

	@Test
	void whenAnObjectCannotBeWrittenAsJsonThenItIsRefused() {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> this.types.serialize(new Broken()))
			.withMessageContaining(Broken.class.getName())
			.withMessageContaining("no value");
	}

	@Test
	void whenTheClassHasNoTypeThenTheErrorNamesItAndTheRemedy() {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.typeOf(Thread.class))
			.withMessageContaining("java.lang.Thread")
			.withMessageContaining("@StatefunType")
			.satisfies((ex) -> assertThat(ex.action()).contains("@StatefunType"));
	}

	@Test
	void whenThereIsNoJacksonThenTheErrorForAnAnnotatedClassSaysSo() {
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> new TypeRegistry(List.of(), List.of()).typeOf(Login.class))
			.withMessageContaining("there is no Jackson")
			.withMessageContaining("JsonTypeFactory")
			.withMessageNotContaining("Annotate");
	}

	@Test
	void whenAClassCannotBeAnnotatedThenTheErrorSaysWhatElseToDo() throws Exception {
		java.lang.reflect.Type logins = Holder.class.getDeclaredField("logins").getGenericType();
		for (java.lang.reflect.Type type : List.of(logins, UUID.class, Login[].class)) {
			assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.typeOf(type, null))
				.withMessageContaining("@State(typeName = \"namespace/name\")")
				.withMessageContaining("into a record annotated with @StatefunType")
				.withMessageNotContaining("Annotate");
		}
	}

	@Test
	void whenNamesHavePlaceholdersThenTheFactoryReplacesThem() {
		JsonTypeFactory factory = new JsonTypeFactory(JsonMapper::new, (name) -> name.replace("${ns}", "demo"));
		assertThat(new TypeRegistry(List.of(), List.of(factory)).typeOf(Placeholder.class).typeName())
			.isEqualTo("demo/Placeholder");
	}

	@Test
	void whenTheApplicationHasATypeOfItsOwnThenTheOtherNameOfTheClassIsKnownToo() {
		Type<Timestamp> own = Types.of("demo/time", Timestamp.class, Timestamp::toByteString, Timestamp::parseFrom);
		Type<Login> ownLogin = Types.of("demo/LoginText", Login.class, (login) -> ByteString.copyFromUtf8(login.user()),
				(bytes) -> new Login(bytes.toStringUtf8(), 0));
		TypeRegistry registry = new TypeRegistry(List.of(own, ownLogin, Types.bytes("demo/bytes")),
				List.of(new JsonTypeFactory(new JsonMapper())));
		assertThat(registry.typesOf(Timestamp.class)).extracting(Type::typeName)
			.containsExactly("demo/time", "type.googleapis.com/google.protobuf.Timestamp");
		assertThat(registry.typesOf(Login.class)).extracting(Type::typeName)
			.containsExactly("demo/LoginText", "demo/Login");
		assertThat(registry.typesOf(ByteString.class)).hasSize(1);
		assertThat(registry.typesOf(String.class)).containsExactly(Types.stringType());
		assertThat(registry.serialize(Timestamp.getDefaultInstance()).typeName()).isEqualTo("demo/time");
	}

	@Test
	void whenTheNameOfATypeIsMalformedThenTheErrorNamesTheClassAndTheName() {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.types.typeOf(Malformed.class))
			.withMessageContaining(Malformed.class.getName())
			.withMessageContaining("'malformed'");
	}

	@Test
	void whenFactoriesKnowAClassThenTheFirstOneMakesItsType() {
		TypeRegistry ofMany = new TypeRegistry(List.of(), List.<TypeFactory>of((javaType, typeName) -> null,
				new JsonTypeFactory(new JsonMapper()), new JsonTypeFactory(new JsonMapper())));
		assertThat(ofMany.typeOf(Login.class)).isSameAs(ofMany.typeOf(Login.class));
	}

	@Test
	void whenAValueIsSerializedThenItHasTheNameOfItsType() {
		TypedValue value = this.types.serialize("hello");
		assertThat(value.typeName()).isEqualTo("io.statefun.types/string");
		assertThat(value.as(Types.stringType())).isEqualTo("hello");
	}

	@Test
	void whenATypedValueIsSerializedThenItIsLeftAsItIs() {
		TypedValue value = new TypedValue("demo/blob", ByteString.copyFromUtf8("blob"));
		assertThat(this.types.serialize(value)).isSameAs(value);
	}

	@Test
	void whenAValueIsReadAsAnotherTypeThenItIsRefused() {
		TypedValue value = this.types.serialize("hello");
		assertThat(value.is(Types.integerType())).isFalse();
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> value.as(Types.integerType()))
			.withMessageContaining("io.statefun.types/string")
			.withMessageContaining("io.statefun.types/int");
	}

	@StatefunType("demo/Login")
	record Login(String user, int visits) {

	}

	@StatefunType("${ns}/Placeholder")
	record Placeholder() {

	}

	@StatefunType("demo/Broken")
	static class Broken {

		public String getValue() {
			throw new IllegalStateException("no value");
		}

	}

	@StatefunType("malformed")
	record Malformed() {

	}

	static class Holder {

		List<Login> logins = List.of();

	}

}
