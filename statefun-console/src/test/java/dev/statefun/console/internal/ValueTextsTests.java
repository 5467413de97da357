package dev.statefun.console.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.console.internal.ValueTexts.Shown;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ValueTextsTests {

	private final ValueTexts texts = new ValueTexts(List.of());

	@Test
	void whenAValueIsAPrimitiveThenItIsShownAsItself() {
		assertThat(show(TypedValue.of(Types.integerType(), -7)).text()).isEqualTo("-7");
		assertThat(show(TypedValue.of(Types.booleanType(), true)).text()).isEqualTo("true");
		assertThat(show(TypedValue.of(Types.stringType(), "")).text()).isEmpty();
	}

	@Test
	void whenThereIsNoValueThenItSaysSo() {
		assertThat(show(null).format()).isEqualTo("none");
		assertThat(show(TypedValue.withoutValue("demo/type")).format()).isEqualTo("none");
	}

	@Test
	void whenBytesAreNoTextThenTheyAreHexadecimal() {
		Shown shown = show(bytes("demo/type", new byte[] { 0, (byte) 0xff, 16 }));
		assertThat(shown.format()).isEqualTo("hex");
		assertThat(shown.text()).isEqualTo("00 ff 10");
	}

	@Test
	void whenAPrimitiveHasOtherBytesThenTheyAreShownNevertheless() {
		assertThat(show(bytes(Types.integerType().typeName(), new byte[] { 1 })).format()).isEqualTo("hex");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"userName\":\"ada\"}", "<script>alert(1)</script>", "\u202eevil\u202c", "ünïcødé 🎉" })
	void whenBytesAreTextThenTheyAreShownAsTheyAre(String text) {
		assertThat(show(bytes("demo/type", text.getBytes(StandardCharsets.UTF_8))).text()).isEqualTo(text);
	}

	@Test
	void whenTextIsCutWithinACharacterThenTheRestIsText() {
		Shown shown = show(bytes("demo/type", ("x" + "ü".repeat(20_000)).getBytes(StandardCharsets.UTF_8)));
		assertThat(shown.format()).isEqualTo("text");
		assertThat(shown.shortened()).isTrue();
		assertThat(shown.text()).startsWith("xü").endsWith("ü");
		assertThat(shown.size()).isEqualTo(40_001);
	}

	private Shown show(TypedValue value) {
		return this.texts.show(new Excerpt(false).value(value));
	}

	private static TypedValue bytes(String type, byte[] bytes) {
		return new TypedValue(type, ByteString.copyFrom(bytes));
	}

}
