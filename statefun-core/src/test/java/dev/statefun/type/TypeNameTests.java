package dev.statefun.type;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypeNameTests {

	@ParameterizedTest
	@CsvSource({ "demo/greeter, demo, greeter", "a/b/c, a/b, c",
			"type.googleapis.com/k8s.demo.Seen, type.googleapis.com, k8s.demo.Seen", "日本/grüße, 日本, grüße" })
	void whenATextIsParsedThenItIsSplitAtTheLastSlash(String text, String namespace, String name) {
		TypeName typeName = TypeName.parse(text);
		assertThat(typeName).isEqualTo(new TypeName(namespace, name)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "greeter", "/greeter", "demo/", "/", "demo /greeter", "demo/gree ter", "demo/greeter\n" })
	void whenATextIsNoTypeNameThenTheErrorShowsItAndTheForm(String text) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> TypeName.parse(text))
			.withMessageStartingWith("'%s' is not a type name", text)
			.withMessageContaining("namespace/name");
	}

}
