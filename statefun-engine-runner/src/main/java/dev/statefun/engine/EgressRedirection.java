package dev.statefun.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

import org.apache.flink.statefun.flink.core.StatefulFunctionsUniverse;
import org.apache.flink.statefun.sdk.io.EgressIdentifier;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.EgressMessage;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.InvocationResponse;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redirects what a function sends to an egress that the module file lacks to the HTTP
 * egress. The engine would fail the job, and what egresses there are is only known from
 * what functions answer. The original message travels inside of the redirected one.
 * Thread-safe.
 */
final class EgressRedirection {

	private static final Logger logger = LoggerFactory.getLogger(EgressRedirection.class);

	static final EgressIdentifier<TypedValue> EGRESS = new EgressIdentifier<>("dev.statefun.engine", "http",
			TypedValue.class);

	static final String TYPENAME = "dev.statefun.engine/EgressMessage";

	private final Set<String> announced = ConcurrentHashMap.newKeySet();

	private volatile IntSupplier port = () -> 0;

	void port(IntSupplier port) {
		this.port = port;
	}

	FromFunction redirect(FromFunction response, StatefulFunctionsUniverse universe) {
		if (!response.hasInvocationResult()) {
			return response;
		}
		InvocationResponse result = response.getInvocationResult();
		InvocationResponse.Builder redirected = null;
		for (int i = 0; i < result.getOutgoingEgressesCount(); i++) {
			EgressMessage message = result.getOutgoingEgresses(i);
			if (!isConfigured(message, universe)) {
				if (redirected == null) {
					redirected = result.toBuilder();
				}
				redirected.setOutgoingEgresses(i, redirect(message));
			}
		}
		return (redirected != null) ? response.toBuilder().setInvocationResult(redirected).build() : response;
	}

	private static boolean isConfigured(EgressMessage message, StatefulFunctionsUniverse universe) {
		return universe.egress()
			.containsKey(
					new EgressIdentifier<>(message.getEgressNamespace(), message.getEgressType(), TypedValue.class));
	}

	private EgressMessage redirect(EgressMessage message) {
		String id = message.getEgressNamespace() + "/" + message.getEgressType();
		if (!ClientAnswers.isClient(message.getEgressNamespace()) && this.announced.add(id)) {
			logger.info(
					"Egress {} is not in the module file: its records are kept for "
							+ "GET http://localhost:{}/<topic>. In production, declare it there",
					id, this.port.getAsInt());
		}
		return EgressMessage.newBuilder()
			.setEgressNamespace(EGRESS.namespace())
			.setEgressType(EGRESS.name())
			.setArgument(
					TypedValue.newBuilder().setTypename(TYPENAME).setHasValue(true).setValue(message.toByteString()))
			.build();
	}

}
