package dev.statefun.client.internal;

import java.util.List;

import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.io.internal.Asks;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeName;
import dev.statefun.type.Types;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages after a while, which an ingress cannot, and those with an idempotency
 * key once. There is an instance for each of them. If all messages come through the
 * gateway, one more instance sends on those without a key. It ignores what other
 * functions send to it, such as replies.
 */
final class SendGateway implements StatefulFunction {

	private static final Log logger = LogFactory.getLog(SendGateway.class);

	private final AllowedTargets targets;

	private final TypeName gateway;

	private final ValueSpec<Boolean> sent;

	SendGateway(ClientSettings settings, AllowedTargets targets) {
		this.targets = targets;
		this.gateway = settings.names().gateway();
		this.sent = ValueSpec.of("sent", Types.booleanType())
			.withExpiration(Expiration.afterWrite(settings.retention()));
	}

	@Override
	public List<ValueSpec<?>> states() {
		return List.of(this.sent);
	}

	@Override
	public void apply(Context context, Message message) {
		Address caller = context.caller().orElse(null);
		if (caller != null && !caller.equals(new Address(this.gateway, context.self().id()))) {
			return;
		}
		AskId id = AskId.parse(context.self().id());
		Delivery delivery = read(message);
		String refusal = (id == null || delivery == null) ? "it is no message to send on"
				: this.targets.refusal(id.target());
		if (id == null || delivery == null || refusal != null) {
			logger.warn("A message to %s was ignored: %s".formatted(LogText.name(context.self()), refusal));
			return;
		}
		if (id.hasKey()) {
			StateValue<Boolean> state = context.storage().value(this.sent);
			if (state.get().isPresent()) {
				return;
			}
			state.set(true);
		}
		if (delivery.delay().isZero()) {
			context.send(id.target(), delivery.value());
		}
		else {
			context.sendAfter(delivery.delay(), id.target(), delivery.value());
		}
	}

	private static @Nullable Delivery read(Message message) {
		try {
			Delivery delivery = message.typedValue().is(Delivery.TYPE) ? message.typedValue().as(Delivery.TYPE) : null;
			boolean reserved = delivery != null && Asks.isReservedType(delivery.value().typeName());
			return reserved ? null : delivery;
		}
		catch (SerializationException ex) {
			return null;
		}
	}

}
