package com.example.accounts;

import java.util.List;

import com.example.accounts.AccountExamples.AccountRepair;
import com.example.accounts.AccountExamples.Booking;
import com.example.accounts.AccountExamples.DeadLetterReplay;
import com.example.accounts.AccountExamples.DeployedAmounts;
import com.example.accounts.AccountExamples.MendedAmounts;
import dev.statefun.io.DeadLetter;
import dev.statefun.test.EmittedMessage;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.StreamRecord;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/poison-message.md tells, step by step.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class PoisonMessageScenario {

	static final String LOGGED = "docs/account dead-letters a message for id 'ada', of type docs/Booking, which failed"
			+ " 3 times: java.lang.NumberFormatException: For input string: \"1250 EUR\"";

	@Autowired
	StatefunTestRuntime runtime;

	@Autowired
	MeterRegistry meters;

	@Autowired
	DeployedAmounts amounts;

	@Autowired
	AccountRepair repair;

	@Autowired
	DeadLetterReplay letters;

	@Test
	void whenAMessageCannotBeHandledThenItIsFoundMendedRepairedAndReplayed(CapturedOutput output) {
		for (String amount : List.of("12.50", "7", "12.50 EUR", "1.00")) {
			this.runtime.send("docs/account", "ada", new Booking(amount));
		}

		// 1. The alert, and the log
		assertThat(this.meters.get("statefun.failures")
			.tags("function", "docs/account", "action", "dead-letter")
			.counter()
			.count()).isEqualTo(1);
		assertThat(output).contains(LOGGED);

		// 2. The dead letter
		byte[] record = deadLetter();
		DeadLetter letter = DeadLetter.from(record);
		assertThat(letter.target()).hasToString("docs/account/ada");
		assertThat(letter.value().bytes().toStringUtf8()).isEqualTo("{\"amount\":\"12.50 EUR\"}");

		// 3. The mended handler
		this.amounts.deploy(new MendedAmounts());

		// 4. The state
		assertThat(this.repair.cents("ada").join()).isEqualTo(1_357);
		this.repair.correct("ada", 2_050).join();

		// 5. The replay
		for (int i = 0; i < 2; i++) {
			this.letters.replay("dead-letters-0@42", record).join();
		}
		assertThat(this.repair.cents("ada").join()).isEqualTo(3_300);
		assertThat(output)
			.contains("The state 'cents' of docs/account/ada was set by dev.statefun.client.ask/accounts/")
			.doesNotContain("2050");
	}

	private byte[] deadLetter() {
		StreamRecord record = this.runtime.emitted()
			.stream()
			.filter((emitted) -> emitted.egress().toString().equals("docs/kafka"))
			.map(EmittedMessage::value)
			.findFirst()
			.orElseThrow()
			.asRecord();
		assertThat(record).isNotNull();
		assertThat(record.destination()).isEqualTo("dead-letters");
		assertThat(record.key()).isEqualTo("ada");
		return record.value().toByteArray();
	}

}
