package dev.statefun.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.statefun.autoconfigure.module.Schema;
import dev.statefun.autoconfigure.module.StateSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Describes the functions of the application. As JSON, it is a {@link Schema} with
 * further fields.
 *
 * @param path the path of the endpoint
 * @param protocol the protocol that is spoken: {@code v2} or {@code v3}, or {@code auto}
 * if requests tell it
 * @param protocolsSeen the protocols of the requests that came so far; absent without
 * metrics
 * @param functions the functions, by type
 * @param ingresses the ingresses that properties and beans add to the module file, by id
 * @param egresses the egresses that properties and beans add to the module file, by id
 * @since 0.1.0
 */
public record StatefunDescriptor(String path, String protocol, @Nullable List<String> protocolsSeen,
		Map<String, FunctionDescriptor> functions, Map<String, DocumentDescriptor> ingresses,
		Map<String, DocumentDescriptor> egresses) implements OperationResponseBody {

	/**
	 * A function.
	 *
	 * @param source where it is declared: the bean, and the method if there is one
	 * @param handlers the methods that handle its messages, by type of the message,
	 * {@code *} for all others; empty if it has none
	 * @param messageTypes the types of messages that it is known to handle
	 * @param states its states, by name
	 * @param fields the fields of values that travel as JSON: what each field is, by its
	 * path, by the name of the type
	 * @param invocations how it fared; absent without metrics
	 * @since 0.1.0
	 */
	public record FunctionDescriptor(String source, Map<String, String> handlers, List<String> messageTypes,
			Map<String, StateSchema> states, Map<String, Map<String, String>> fields,
			@Nullable InvocationsDescriptor invocations) {

	}

	/**
	 * How a function fared since the application started.
	 *
	 * @param succeeded how many invocations succeeded
	 * @param failed how many failed
	 * @param last when the latest request was handled; absent if none was
	 * @since 0.1.0
	 */
	public record InvocationsDescriptor(long succeeded, long failed, @Nullable Instant last) {

	}

	/**
	 * An ingress or egress.
	 *
	 * @param source where it comes from: a property or a bean
	 * @param type what the engine has for it
	 * @param spec its options, with a mask in place of credentials
	 * @since 0.1.0
	 */
	public record DocumentDescriptor(String source, String type, Map<String, ?> spec) {

	}

}
