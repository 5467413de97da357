package dev.statefun.console.internal;

import java.util.Arrays;
import java.util.List;

import dev.statefun.Address;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.type.TypedValue;
import dev.statefun.type.Types;
import org.jspecify.annotations.Nullable;

/**
 * Requests as an engine sends them.
 */
final class Requests {

	static final Address ADA = Address.of("demo/greeter", "ada");

	static final Address CALLER = Address.of("demo/caller", "bob");

	private Requests() {
	}

	static InvocationBatch of(@Nullable Integer visits, String... messages) {
		return of(ADA, visits, messages);
	}

	static InvocationBatch of(Address target, @Nullable Integer visits, String... messages) {
		TypedValue state = (visits != null) ? TypedValue.of(Types.integerType(), visits) : null;
		List<Invocation> invocations = Arrays.stream(messages)
			.map((message) -> new Invocation(CALLER, TypedValue.of(Types.stringType(), message)))
			.toList();
		return new InvocationBatch(ProtocolVersion.V3, target, List.of(new PersistedValue("visits", state)),
				invocations);
	}

}
