package dev.statefun.observation;

import com.google.protobuf.ByteString;
import dev.statefun.Address;
import dev.statefun.Message;
import dev.statefun.dispatch.FunctionDefinition;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * The data of the observation of an invocation. The metadata of the message may hold the
 * trace of its sender.
 *
 * @since 0.1.0
 */
public final class InvocationObservationContext extends ReceiverContext<Message> {

	private final FunctionDefinition function;

	private final Address self;

	private final Message message;

	/**
	 * Create a context.
	 * @param function the function
	 * @param self the function instance
	 * @param message the message
	 */
	public InvocationObservationContext(FunctionDefinition function, Address self, Message message) {
		super((carrier, key) -> {
			ByteString value = carrier.metadata().get(key);
			return (value != null) ? value.toStringUtf8() : null;
		}, Kind.CONSUMER);
		this.function = function;
		this.self = self;
		this.message = message;
		setCarrier(message);
	}

	/**
	 * The function.
	 * @return the function
	 */
	public FunctionDefinition function() {
		return this.function;
	}

	/**
	 * The function instance.
	 * @return its address
	 */
	public Address self() {
		return this.self;
	}

	/**
	 * The message.
	 * @return the message
	 */
	public Message message() {
		return this.message;
	}

}
