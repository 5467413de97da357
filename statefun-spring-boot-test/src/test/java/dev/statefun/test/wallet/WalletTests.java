package dev.statefun.test.wallet;

import dev.statefun.client.StatefunClient;
import dev.statefun.test.StatefunTest;
import dev.statefun.test.wallet.WalletExamples.Deposit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An example of docs/client.md.
 */
@StatefunTest
class WalletTests {

	@Autowired
	StatefunClient statefun;

	@Test
	void whenAWalletIsAskedThenItTellsItsBalance() {
		assertThat(this.statefun.to("docs/wallet", "ada").ask(new Deposit(5), Long.class)).isCompletedWithValue(5L);
		assertThat(this.statefun.to("docs/wallet", "ada").ask(new Deposit(2), Long.class)).isCompletedWithValue(7L);
	}

}
