package dev.statefun.docs;

import dev.statefun.Context;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.transaction.annotation.Transactional;

/**
 * Examples of docs/programming-model.md.
 */
interface SpringExamples {

	@StatefunFunction("docs/order")
	class OrderFunction {

		private final OrderRepository orders;

		OrderFunction(OrderRepository orders) {
			this.orders = orders;
		}

		@StatefunHandler
		void place(@Valid PlaceOrder order, Context context) {
			this.orders.save(context.self().id(), order.item(), order.quantity());
		}

	}

	@StatefunFunction("docs/cancellation")
	class CancellationFunction {

		private final OrderRepository orders;

		CancellationFunction(OrderRepository orders) {
			this.orders = orders;
		}

		@Transactional
		@StatefunHandler
		void cancel(CancelOrder order, Context context) {
			this.orders.delete(context.self().id());
		}

	}

	@StatefunType("docs/CancelOrder")
	record CancelOrder() {
	}

	@StatefunType("docs/PlaceOrder")
	record PlaceOrder(@NotBlank String item, @Positive int quantity) {
	}

	interface OrderRepository {

		void save(String id, String item, int quantity);

		void delete(String id);

	}

	interface Lamp {

		void turn(Boolean on, StateValue<Boolean> state);

	}

	@StatefunFunction("docs/lamp")
	class LampFunction implements Lamp {

		@Override
		@Transactional
		@StatefunHandler
		public void turn(Boolean on, @State("on") StateValue<Boolean> state) {
			state.set(on);
		}

	}

	@Lazy
	@Profile("!test")
	@ConditionalOnBooleanProperty(name = "docs.recommendations.enabled", matchIfMissing = true)
	@StatefunFunction("docs/recommendation")
	class RecommendationFunction {

		@StatefunHandler
		void recommend(String item, @State("last") StateValue<String> last) {
			last.set(item);
		}

	}

}
