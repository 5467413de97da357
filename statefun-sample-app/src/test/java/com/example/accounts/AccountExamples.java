package com.example.accounts;

import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.client.StatefunClient;
import dev.statefun.io.DeadLetter;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/poison-message.md.
 */
interface AccountExamples {

	@SpringBootApplication
	class AccountApplication {

		/** A test deploys another handler without a restart of the engine. */
		@Bean
		DeployedAmounts amounts() {
			return new DeployedAmounts();
		}

	}

	@StatefunFunction("docs/account")
	class AccountFunction {

		private final Amounts amounts;

		AccountFunction(Amounts amounts) {
			this.amounts = amounts;
		}

		@StatefunHandler
		void book(Booking booking, @State("cents") StateValue<Long> cents) {
			cents.update(0L, (present) -> present + this.amounts.toCents(booking.amount()));
		}

	}

	@StatefunType("docs/Booking")
	record Booking(String amount) {

	}

	interface Amounts {

		long toCents(String amount);

	}

	class FirstAmounts implements Amounts {

		@Override
		public long toCents(String amount) {
			return Long.parseLong(amount.replace(".", ""));
		}

	}

	class MendedAmounts implements Amounts {

		@Override
		public long toCents(String amount) {
			return new BigDecimal(amount.replace(" EUR", "")).movePointRight(2).longValueExact();
		}

	}

	@Component
	class AccountRepair {

		private final StatefunClient statefun;

		AccountRepair(StatefunClient statefun) {
			this.statefun = statefun;
		}

		CompletableFuture<Long> cents(String account) {
			return this.statefun.to("docs/account", account)
				.state()
				.thenApply((state) -> state.get("cents", Long.class).orElse(0L));
		}

		CompletableFuture<Void> correct(String account, long cents) {
			return this.statefun.to("docs/account", account).setState("cents", cents);
		}

	}

	@Component
	class DeadLetterReplay {

		private final StatefunClient statefun;

		DeadLetterReplay(StatefunClient statefun) {
			this.statefun = statefun;
		}

		CompletableFuture<Void> replay(String position, byte[] record) {
			DeadLetter letter = DeadLetter.from(record);
			return this.statefun.to(letter.target()).withIdempotencyKey(position).ask(letter.value(), Void.class);
		}

	}

	/** The amounts of the version that is deployed. */
	class DeployedAmounts implements Amounts {

		private volatile Amounts version = new FirstAmounts();

		void deploy(Amounts newVersion) {
			this.version = newVersion;
		}

		@Override
		public long toCents(String amount) {
			return this.version.toCents(amount);
		}

	}

}
