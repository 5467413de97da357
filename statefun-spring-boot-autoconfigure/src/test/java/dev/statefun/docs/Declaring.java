package dev.statefun.docs;

import java.util.List;
import java.util.Map;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StatefulFunction;
import dev.statefun.StateValue;
import dev.statefun.ValueSpec;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.annotation.StatefunType;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistrar;
import dev.statefun.type.Types;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/programming-model.md.
 */
interface Declaring {

	@StatefunFunction("docs/greeter")
	class GreeterFunction {

		@StatefunHandler
		void greet(Login login, Context context, @State("visits") StateValue<Integer> visits) {
			int visit = visits.update(0, (count) -> count + 1);
			context.reply("Hello %s, visit %d".formatted(login.userName(), visit));
		}

	}

	@StatefunType("docs/Login")
	record Login(String userName) {
	}

	@Component
	class Warehouse {

		@StatefunFunction("docs/stock")
		void receive(Delivery delivery, @State("pieces") StateValue<Long> pieces) {
			pieces.update(0L, (present) -> present + delivery.pieces());
		}

		@StatefunFunction("docs/returns")
		void takeBack(Delivery delivery, Context context) {
			context.send("docs/stock", context.self().id(), delivery);
		}

	}

	@StatefunType("docs/Delivery")
	record Delivery(long pieces) {
	}

	ValueSpec<Long> TOTAL = ValueSpec.of("total", Types.longType());

	@StatefunFunction("docs/counter")
	class CounterFunction implements StatefulFunction {

		@Override
		public void apply(Context context, Message message) {
			context.storage().value(TOTAL).update(0L, (total) -> total + message.as(Integer.class));
		}

		@Override
		public List<ValueSpec<?>> states() {
			return List.of(TOTAL);
		}

	}

	@Configuration(proxyBeanMethods = false)
	class RelayConfiguration {

		@Bean
		@StatefunFunction("docs/relay")
		StatefulFunction relay() {
			return (context, message) -> context.forward("docs/greeter", context.self().id());
		}

	}

	@Configuration(proxyBeanMethods = false)
	class RoutingConfiguration {

		@Bean
		FunctionRegistrar routes(RoutingProperties properties) {
			return () -> properties.routes()
				.entrySet()
				.stream()
				.map((route) -> FunctionDefinition.of(route.getKey(),
						(context, message) -> context.forward(route.getValue(), context.self().id())))
				.toList();
		}

	}

	@ConfigurationProperties("routing")
	record RoutingProperties(Map<String, String> routes) {
	}

}
