package dev.statefun.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.statefun.engine.LoopbackServer.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link MessageCheck}.
 */
class MessageCheckTests {

	private final List<String> questions = new ArrayList<>();

	@Test
	void whenTheApplicationAcceptsAMessageThenNothingHappens() {
		MessageCheck check = answering("200", "");
		assertThatNoException().isThrownBy(() -> check.require("demo/greeter", "demo/Login", new byte[] { 1, 2 }));
		assertThat(this.questions)
			.containsExactly("check 1 =%s =%s =AQI=".formatted(base64("demo/greeter"), base64("demo/Login")));
	}

	@Test
	void whenTheApplicationRefusesAMessageThenTheReasonIsItsOwn() {
		MessageCheck check = answering("415", "no handler for it");
		assertThatExceptionOfType(Refusal.class)
			.isThrownBy(() -> check.require("demo/greeter", "demo/Other", new byte[0]))
			.withMessage("no handler for it");
	}

	@Test
	void whenABodyIsLargeThenOnlyItsTypeIsChecked() {
		MessageCheck check = answering("200", "");
		assertThatNoException()
			.isThrownBy(() -> check.require("demo/greeter", "demo/Login", new byte[1024 * 1024 + 1]));
		assertThat(this.questions.get(0)).endsWith(" -");
	}

	@Test
	void whenALineIsNoAnswerThenItIsForOthers() {
		MessageCheck check = answering("200", "");
		assertThat(check.answered("stop")).isFalse();
		assertThat(check.answered("checked 7 200 =")).isTrue();
	}

	private MessageCheck answering(String status, String reason) {
		MessageCheck[] check = new MessageCheck[1];
		check[0] = new MessageCheck((question) -> {
			this.questions.add(question);
			check[0].answered("checked %s %s =%s".formatted(question.split(" ")[1], status, base64(reason)));
		});
		return check[0];
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
