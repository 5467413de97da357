package dev.statefun.test.wallet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.client.FunctionClient;
import dev.statefun.client.FunctionClients;
import dev.statefun.client.StatefunClient;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Examples of docs/client.md.
 */
interface WalletExamples {

	@SpringBootApplication
	class WalletApplication {

	}

	@RestController
	class BalanceController {

		private final StatefunClient statefun;

		BalanceController(StatefunClient statefun) {
			this.statefun = statefun;
		}

		@GetMapping("/accounts/{account}")
		CompletableFuture<Long> balance(@PathVariable String account) {
			return this.statefun.to("docs/wallet", account).ask(new Deposit(0), Long.class);
		}

	}

	@StatefunFunction("docs/wallet")
	class WalletFunction {

		@StatefunHandler
		long deposit(Deposit deposit, @State("balance") StateValue<Long> balance) {
			return balance.update(0L, (present) -> present + deposit.amount());
		}

	}

	@Component
	class Reminders {

		private final StatefunClient statefun;

		Reminders(StatefunClient statefun) {
			this.statefun = statefun;
		}

		void payOut(String account) {
			this.statefun.to("docs/wallet", account).send(new Deposit(-5));
			this.statefun.to("docs/wallet", account).sendAfter(Duration.ofDays(1), new Deposit(5));
		}

	}

	@RestController
	class PaymentController {

		private final StatefunClient statefun;

		PaymentController(StatefunClient statefun) {
			this.statefun = statefun;
		}

		@PutMapping("/accounts/{account}/payments/{payment}")
		CompletableFuture<Long> pay(@PathVariable String account, @PathVariable String payment,
				@RequestBody long amount) {
			return this.statefun.to("docs/wallet", account)
				.withIdempotencyKey(payment)
				.withTimeout(Duration.ofSeconds(5))
				.ask(new Deposit(amount), Long.class);
		}

	}

	@FunctionClient("docs/wallet")
	interface Wallet {

		CompletableFuture<Long> deposit(String account, Deposit deposit);

		void enter(String account, Deposit deposit);

	}

	@Component
	class Salaries {

		private final Wallet wallet;

		Salaries(Wallet wallet) {
			this.wallet = wallet;
		}

		CompletableFuture<Long> pay(String account) {
			return this.wallet.deposit(account, new Deposit(1_000));
		}

	}

	@Component
	class WalletRepair {

		private final StatefunClient statefun;

		WalletRepair(StatefunClient statefun) {
			this.statefun = statefun;
		}

		CompletableFuture<Optional<Long>> balance(String account) {
			return this.statefun.to("docs/wallet", account)
				.state()
				.thenApply((state) -> state.get("balance", Long.class));
		}

		CompletableFuture<Void> correct(String account, long balance) {
			return this.statefun.to("docs/wallet", account).setState("balance", balance);
		}

		CompletableFuture<Void> forget(String account) {
			return this.statefun.to("docs/wallet", account).removeState("balance");
		}

	}

	@StatefunFunction("docs/transfer")
	class TransferFunction {

		@StatefunHandler
		void transfer(Transfer transfer, Context context) {
			Wallet wallet = FunctionClients.in(context, Wallet.class);
			wallet.enter(transfer.from(), new Deposit(-transfer.amount()));
			wallet.enter(transfer.to(), new Deposit(transfer.amount()));
		}

	}

	@StatefunType("docs/Transfer")
	record Transfer(String from, String to, long amount) {

	}

	@StatefunType("docs/Deposit")
	record Deposit(long amount) {

	}

}
