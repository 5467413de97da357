package dev.statefun.integration.features;

import java.util.List;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Sends values to functions of another SDK, and tells {@code test/out} what comes back.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ExchangeApplication.StartFunction.class, ExchangeApplication.PresentFunction.class,
		ExchangeApplication.AbsentFunction.class })
class ExchangeApplication {

	static final String READ = "Java read";

	/** What is exchanged, by the number of the record that sends it. */
	static final List<Object> VALUES = List.of(TypedValue.withoutValue("io.statefun.types/int"),
			TypedValue.withoutValue("io.statefun.types/string"), TypedValue.withoutValue("it/Order"), true, false,
			Integer.MIN_VALUE, 0, Long.MIN_VALUE, (1L << 53) + 1, 0L, 1.5f, 0f, Math.PI, 0d, "Grüße 🙂", "",
			new Order("a", 1, 7, 2.5, null, List.of(new Item("é", 3), new Item("", 0))));

	/**
	 * Where records of the ingress come in.
	 */
	@StatefunFunction("it/start")
	static class StartFunction {

		@StatefunHandler
		void begin(Long number, Context context) {
			context.send("js/mirror", number.toString(), VALUES.get(number.intValue()));
		}

	}

	/**
	 * Takes each type of value.
	 */
	@StatefunFunction("it/present")
	static class PresentFunction {

		@StatefunHandler
		void take(Boolean value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(Integer value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(Long value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(Float value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(Double value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(String value, Context context) {
			report(context, value);
		}

		@StatefunHandler
		void take(Order value, Context context) {
			report(context, value);
		}

		private static void report(Context context, Object value) {
			context.send(
					EgressMessage.of("test/out", "%s: %s %s".formatted(READ, value.getClass().getSimpleName(), value)));
		}

	}

	/**
	 * Passes on what has no value.
	 */
	@StatefunFunction("it/absent")
	static class AbsentFunction implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			context.send(EgressMessage.of("test/out",
					"%s: %s hasValue=%s".formatted(READ, message.valueTypeName(), message.hasValue())));
			context.forward(Address.of("js/absent", context.self().id()));
		}

	}

	@StatefunType("it/Order")
	record Order(String id, int quantity, int discount, double price, @Nullable String note, List<Item> items) {
	}

	record Item(String name, int count) {
	}

}
