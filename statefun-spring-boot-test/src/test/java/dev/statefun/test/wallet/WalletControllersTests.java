package dev.statefun.test.wallet;

import java.time.Duration;
import java.util.Optional;

import dev.statefun.client.StatefunClient;
import dev.statefun.test.AutoConfigureStatefunRuntime;
import dev.statefun.test.StatefunTestRuntime;
import dev.statefun.test.wallet.WalletExamples.Reminders;
import dev.statefun.test.wallet.WalletExamples.Salaries;
import dev.statefun.test.wallet.WalletExamples.Transfer;
import dev.statefun.test.wallet.WalletExamples.WalletRepair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/client.md do what the document says.
 */
@SpringBootTest(properties = "statefun.state-access=write")
@AutoConfigureStatefunRuntime
class WalletControllersTests {

	@Autowired
	WebApplicationContext context;

	@Autowired
	StatefunTestRuntime runtime;

	@Autowired
	Reminders reminders;

	@Autowired
	Salaries salaries;

	@Autowired
	WalletRepair repair;

	@Autowired
	StatefunClient statefun;

	MockMvcTester mvc;

	@BeforeEach
	void createTester() {
		this.mvc = MockMvcTester.from(this.context);
	}

	@Test
	void whenABalanceIsAskedForThenTheFunctionTellsIt() {
		this.runtime.setState("docs/wallet", "ada", "balance", 42L);
		assertThat(this.mvc.get().uri("/accounts/ada")).hasStatusOk().hasBodyTextEqualTo("42");
	}

	@Test
	void whenAPaymentIsRepeatedThenItIsMadeOnce() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.mvc.put()
				.uri("/accounts/ada/payments/4711")
				.contentType(MediaType.APPLICATION_JSON)
				.content("7")).hasStatusOk().hasBodyTextEqualTo("7");
		}
		assertThat(this.mvc.get().uri("/accounts/ada")).hasBodyTextEqualTo("7");
	}

	@Test
	void whenAnInterfaceIsTheClientThenItAsksAndSends() {
		assertThat(this.salaries.pay("ada")).isCompletedWithValue(1_000L);
		this.statefun.to("docs/transfer", "1").ask(new Transfer("ada", "bob", 300), Void.class).join();
		assertThat(this.mvc.get().uri("/accounts/ada")).hasBodyTextEqualTo("700");
		assertThat(this.mvc.get().uri("/accounts/bob")).hasBodyTextEqualTo("300");
	}

	@Test
	void whenABalanceIsWrongThenItIsReadAndRepaired() {
		this.runtime.setState("docs/wallet", "ada", "balance", 4_200L);
		assertThat(this.repair.balance("ada")).isCompletedWithValue(Optional.of(4_200L));
		this.repair.correct("ada", 42).join();
		assertThat(this.mvc.get().uri("/accounts/ada")).hasStatusOk().hasBodyTextEqualTo("42");
		this.repair.forget("ada").join();
		assertThat(this.repair.balance("ada")).isCompletedWithValue(Optional.empty());
	}

	@Test
	void whenMessagesAreSentThenTheyComeNowAndLater() {
		this.reminders.payOut("ada");
		assertThat(this.mvc.get().uri("/accounts/ada")).hasBodyTextEqualTo("-5");
		this.runtime.advanceBy(Duration.ofDays(1));
		assertThat(this.mvc.get().uri("/accounts/ada")).hasBodyTextEqualTo("0");
	}

}
