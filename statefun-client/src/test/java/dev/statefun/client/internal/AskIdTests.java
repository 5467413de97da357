package dev.statefun.client.internal;

import dev.statefun.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AskId}.
 */
class AskIdTests {

	@Test
	void whenAnIdIsWrittenThenPeopleCanReadIt() {
		assertThat(new AskId(Address.of("demo/greeter", "ada"), "4711")).hasToString("demo/greeter|ada|4711");
	}

	@ParameterizedTest
	@CsvSource({ "a/b, x, y", "a/b, x|y, z", "a/b, x, y|z", "a/b|c, %7C, %", "a/b/c, %257C, %25|", "a/b, ä/ö, ' '" })
	void whenPartsHaveSeparatorsThenTheIdStandsForThemAlone(String type, String id, String key) {
		AskId askId = new AskId(Address.of(type, id), key);
		assertThat(AskId.parse(askId.toString())).isEqualTo(askId);
	}

	@Test
	void whenPartsAreCutDifferentlyThenTheIdsDiffer() {
		assertThat(new AskId(Address.of("a/b", "x|y"), "z").toString())
			.isNotEqualTo(new AskId(Address.of("a/b", "x"), "y|z").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/b", "a/b|x", "a/b|x|y|z", "ab|x|y", "a/b|x%|y", "a/b|x%2|y", "a/ b|x|y" })
	void whenATextIsNoIdThenItIsNotParsed(String text) {
		assertThat(AskId.parse(text)).isNull();
	}

}
