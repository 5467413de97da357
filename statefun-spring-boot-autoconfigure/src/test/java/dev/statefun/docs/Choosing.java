package dev.statefun.docs;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;

/**
 * Examples of docs/programming-model.md.
 */
interface Choosing {

	@StatefunFunction("docs/cart")
	class CartFunction {

		@StatefunHandler
		void add(AddItem item, @State("items") StateValue<Integer> items) {
			items.update(0, (count) -> count + item.quantity());
		}

		@StatefunHandler
		void clear(ClearCart command, @State("items") StateValue<Integer> items) {
			items.remove();
		}

	}

	@StatefunType("docs/AddItem")
	record AddItem(String item, int quantity) {
	}

	@StatefunType("docs/ClearCart")
	record ClearCart() {
	}

	sealed interface Payment {

		@StatefunType("docs/CardPayment")
		record CardPayment(long cents, String card) implements Payment {
		}

		@StatefunType("docs/Transfer")
		record Transfer(long cents) implements Payment {
		}

		long cents();

	}

	@StatefunFunction("docs/payments")
	class PaymentFunction {

		@StatefunHandler
		void book(Payment payment, @State("balance") StateValue<Long> balance) {
			balance.update(0L, (cents) -> cents + payment.cents());
		}

		@StatefunHandler
		void check(Payment.CardPayment payment, Context context) {
			context.send("docs/fraud-check", payment.card(), payment);
		}

	}

	@StatefunFunction("docs/inbox")
	class InboxFunction {

		@StatefunHandler
		void text(String text, Context context) {
			context.send("docs/search", context.self().id(), text);
		}

		@StatefunHandler
		void other(Message message, Context context) {
			context.forward("docs/attachments", context.self().id());
		}

	}

}
