package dev.statefun.client.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Expiration;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.StatefulFunction;
import dev.statefun.ValueSpec;
import dev.statefun.client.ClientTransport;
import dev.statefun.client.internal.Answer.Kind;
import dev.statefun.dispatch.MessageMetadata;
import dev.statefun.io.internal.AskFailure;
import dev.statefun.io.internal.Asks;
import dev.statefun.io.internal.StateReply;
import dev.statefun.io.internal.StateRequest;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import dev.statefun.type.internal.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks functions on behalf of an application. There is an instance for each ask. It is
 * the caller that functions reply to, keeps the first answer, and sends it through the
 * egress. It never fails, whatever it gets: its message would be sent again for ever.
 */
final class AskGateway implements StatefulFunction {

	private static final Log logger = LogFactory.getLog(AskGateway.class);

	/** The digest, and the tags and lengths of fields, have fewer bytes. */
	private static final int ENVELOPE = 128;

	/** Others can send any number of messages that are ignored. */
	private static final int MAX_LOGGED = 100;

	private final AtomicInteger ignored = new AtomicInteger();

	private final AllowedTargets targets;

	private final ClientTransport transport;

	private final String egress;

	private final TypeName sender;

	private final ValueSpec<Exchange> exchange;

	AskGateway(ClientSettings settings, AllowedTargets targets, ClientTransport transport) {
		this.transport = transport;
		this.targets = targets;
		this.egress = settings.egress();
		this.sender = settings.names().sender();
		this.exchange = ValueSpec.of("exchange", Exchange.TYPE)
			.withExpiration(Expiration.afterWrite(settings.retention()));
	}

	@Override
	public List<ValueSpec<?>> states() {
		return List.of(this.exchange);
	}

	@Override
	public void apply(Context context, Message message) {
		AskId id = AskId.parse(context.self().id());
		Address caller = context.caller().orElse(null);
		if (id == null) {
			ignore(context, message, "its id is none of an ask");
		}
		else if (caller == null) {
			request(context, id, message);
		}
		else if (caller.equals(id.target())) {
			answer(context, message);
		}
		else {
			ignore(context, message, "its sender was not asked");
		}
	}

	private void request(Context context, AskId id, Message message) {
		TypedValue request = message.typedValue();
		try {
			if (request.is(Request.TYPE)) {
				request = request.as(Request.TYPE).message();
			}
			if (request.is(Delivery.TYPE)) {
				context.send(new Address(this.sender, context.self().id()), request);
				return;
			}
			if (request.is(Ask.TYPE)) {
				ask(context, id, request.as(Ask.TYPE));
				return;
			}
		}
		catch (SerializationException ex) {
			// It is malformed, and comes from somebody else than a client
		}
		ignore(context, message, "it is no ask");
	}

	private void ignore(Context context, Message message, String reason) {
		if (this.ignored.incrementAndGet() > MAX_LOGGED) {
			return;
		}
		String sender = context.caller().map(Address::toString).orElse("an ingress");
		logger.warn("A message of %s to the gateway %s was ignored: %s. Its type is %s".formatted(LogText.name(sender),
				LogText.name(context.self()), reason, LogText.name(message.valueTypeName())));
	}

	private void ask(Context context, AskId id, Ask ask) {
		StateValue<Exchange> state = context.storage().value(this.exchange);
		ByteString digest = ask.digest();
		Exchange known = state.get().orElse(null);
		boolean newOrOfStates = known == null || StateRequest.isRequest(ask.value());
		String refusal = newOrOfStates ? refusal(ask.value(), id.target()) : null;
		if (refusal != null) {
			emit(context, refusal(context, digest, refusal));
		}
		else if (known == null) {
			state.set(new Exchange(digest, ask.isReplyExpected(), null));
			trace(context, ask.trace());
			context.send(id.target(), ask.value());
		}
		else if (!known.digest().equals(digest)) {
			emit(context, refusal(context, digest,
					"the idempotency key '%s' belongs to another question. Use another key".formatted(id.key())));
		}
		else if (known.answer() != null) {
			emit(context, known.answer());
		}
	}

	private @Nullable String refusal(TypedValue value, Address target) {
		if (StateRequest.isRequest(value)) {
			try {
				return this.targets.stateRefusal(target, StateRequest.from(value).isWrite());
			}
			catch (SerializationException ex) {
				return String.valueOf(ex.getMessage());
			}
		}
		return Asks.isReservedType(value.typeName()) ? "the type of the value is reserved for the client"
				: this.targets.refusal(target);
	}

	/** The function that is asked continues the trace of the asker. */
	private static void trace(Context context, Map<String, String> trace) {
		if (!trace.isEmpty() && context instanceof MessageMetadata messages) {
			Map<String, ByteString> metadata = new LinkedHashMap<>();
			trace.forEach((name, value) -> metadata.put(name, ByteString.copyFromUtf8(value)));
			messages.setMetadata(metadata);
		}
	}

	private void answer(Context context, Message message) {
		StateValue<Exchange> state = context.storage().value(this.exchange);
		Exchange open = state.get().orElse(null);
		if (open == null || open.answer() != null) {
			return;
		}
		Answer answer = answer(context, open, message.typedValue());
		if (answer == null) {
			return;
		}
		if (message.valueTypeName().equals(StateReply.TYPE_NAME)) {
			// A copy of states would soon be old, and nobody asks for it again
			state.remove();
		}
		else {
			state.set(open.with(answer));
		}
		emit(context, answer);
	}

	private @Nullable Answer answer(Context context, Exchange open, TypedValue value) {
		String id = context.self().id();
		String type = value.typeName();
		if (type.equals(AskFailure.TYPE_NAME)) {
			return new Answer(id, open.digest(), Kind.FAILURE, value);
		}
		boolean handled = type.equals(Asks.HANDLED.typeName());
		if (handled && open.isReplyExpected()) {
			return null;
		}
		if (handled || type.equals(Asks.NOTHING.typeName()) || !open.isReplyExpected()) {
			return new Answer(id, open.digest(), Kind.NOTHING, Asks.NOTHING);
		}
		Answer reply = new Answer(id, open.digest(), Kind.REPLY, value);
		return fits(
				reply) ? reply
						: new Answer(id, open.digest(), Kind.FAILURE,
								new AskFailure("dev.statefun.error.AnswerTooLargeException",
										"the reply has %d bytes, and an answer may have %d with the ids of the ask"
											.formatted(value.bytes().size(), this.transport.maxAnswerSize()))
									.toValue());
	}

	/** Records have the id twice, as their key and in the answer. */
	private boolean fits(Answer answer) {
		TypedValue value = answer.value();
		long size = value.bytes().size() + ENVELOPE + value.typeName().length()
				+ 2L * ByteString.copyFromUtf8(answer.askId()).size();
		return size <= this.transport.maxAnswerSize();
	}

	private static Answer refusal(Context context, ByteString digest, String reason) {
		return new Answer(context.self().id(), digest, Kind.REFUSAL, TypedValue.of(Types.stringType(), reason));
	}

	private void emit(Context context, Answer answer) {
		if (!fits(answer)) {
			logger.warn("An ask of %s is not answered: its key is too long".formatted(LogText.name(context.self())));
			return;
		}
		context.send(this.transport.toEgressMessage(this.egress, answer.askId(), Answer.TYPE.toValue(answer)));
	}

}
