package dev.statefun.docs;

import java.util.Optional;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.annotation.Caller;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.type.Types;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/**
 * Examples of docs/programming-model.md.
 */
interface Arguments {

	@StatefunFunction("docs/subscription")
	class SubscriptionFunction {

		@StatefunHandler
		void subscribe(String topic, Context context, Address self, @Caller Optional<Address> caller,
				@State("subscriber") StateValue<String> subscriber) {
			caller.ifPresent((address) -> {
				subscriber.set(address.toString());
				context.send(address, self.id() + " listens to " + topic);
			});
		}

	}

	@StatefunFunction("docs/meter")
	class MeterFunction {

		@StatefunHandler
		void measure(Message message, @State("last") StateValue<Double> last) {
			if (message.is(Double.class)) {
				last.set(message.as(Double.class));
			}
			else if (message.is(Types.integerType())) {
				last.set(message.as(Types.integerType()).doubleValue());
			}
		}

	}

	@StatefunFunction("docs/archive")
	class ArchiveFunction {

		@StatefunHandler
		void store(ByteString bytes, @State(value = "latest", typeName = "docs/blob") StateValue<ByteString> latest) {
			latest.set(bytes);
		}

	}

	record Tenant(String name) {
	}

	@Component
	class TenantResolver implements HandlerArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Tenant.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, Context context, Message message) {
			return new Tenant(context.self().id().split(":")[0]);
		}

	}

	@StatefunFunction("docs/invoice")
	class InvoiceFunction {

		@StatefunHandler
		void bill(Integer cents, Tenant tenant, Context context) {
			context.send("docs/ledger", tenant.name(), cents);
		}

	}

}
