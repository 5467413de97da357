package dev.statefun.autoconfigure.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.actuate.StatefunDescriptor.DocumentDescriptor;
import dev.statefun.autoconfigure.actuate.StatefunDescriptor.FunctionDescriptor;
import dev.statefun.autoconfigure.actuate.StatefunDescriptor.InvocationsDescriptor;
import dev.statefun.autoconfigure.module.FunctionSchema;
import dev.statefun.autoconfigure.module.ModuleDocument.Part;
import dev.statefun.autoconfigure.module.ModuleFile;
import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.http.RequestMeters;
import dev.statefun.observation.InvocationMetrics;
import dev.statefun.observation.internal.InvocationStatistics;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that tells what functions the application serves. Safe for
 * use by many threads.
 * <p>
 * A bean of a class that extends it replaces the auto-configured one. A method that
 * overrides an operation has its annotations again.
 *
 * @since 0.1.0
 */
@Endpoint(id = "statefun")
public class StatefunActuatorEndpoint {

	private final Supplier<FunctionRegistry> functions;

	private final StatefunProperties properties;

	private final RequestReplyProtocol protocol;

	private final @Nullable InvocationMetrics invocations;

	private final @Nullable RequestMeters requests;

	private final ModuleFile file;

	private final Sanitizing sanitizing;

	/**
	 * Create an endpoint.
	 * @param functions the functions; they are asked for with each request
	 * @param properties the properties of functions
	 * @param protocol the protocol that requests are read with
	 * @param invocations what is known of invocations, or {@code null} for nothing
	 * @param requests what is known of requests, or {@code null} for nothing
	 * @param file knows the ingresses and egresses
	 * @param sanitizingFunctions are applied to the values of these, whose credentials
	 * are never shown
	 */
	public StatefunActuatorEndpoint(Supplier<FunctionRegistry> functions, StatefunProperties properties,
			RequestReplyProtocol protocol, @Nullable InvocationMetrics invocations, @Nullable RequestMeters requests,
			ModuleFile file, Iterable<SanitizingFunction> sanitizingFunctions) {
		this.functions = functions;
		this.properties = properties;
		this.protocol = protocol;
		this.invocations = invocations;
		this.requests = requests;
		this.file = file;
		this.sanitizing = new Sanitizing(sanitizingFunctions);
	}

	/**
	 * Describe the functions.
	 * @return the description
	 */
	@ReadOperation
	public StatefunDescriptor statefun() {
		Map<String, FunctionDescriptor> described = new TreeMap<>();
		this.functions.get()
			.functions()
			.forEach((function) -> described.put(function.typeName().toString(), describe(function)));
		return new StatefunDescriptor(this.properties.getPath(), protocol(), protocols(), described,
				documents(Part.INGRESS), documents(Part.EGRESS));
	}

	private Map<String, DocumentDescriptor> documents(Part part) {
		Map<String, DocumentDescriptor> described = new TreeMap<>();
		this.file.documents()
			.stream()
			.filter((document) -> document.part() == part)
			.map((document) -> document.replaceValues((key, value) -> this.sanitizing.value(key, value, false)))
			.forEach((document) -> described.put(document.id(),
					new DocumentDescriptor(document.source(), document.type(), document.spec())));
		return described;
	}

	private String protocol() {
		ProtocolVersion pinned = this.protocol.pinned();
		return (pinned != null) ? lowerCase(pinned) : "auto";
	}

	private @Nullable List<String> protocols() {
		return (this.requests != null) ? this.requests.protocols()
			.stream()
			.sorted(Comparator.naturalOrder())
			.map(StatefunActuatorEndpoint::lowerCase)
			.toList() : null;
	}

	private static String lowerCase(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private FunctionDescriptor describe(FunctionDefinition function) {
		FunctionSchema schema = FunctionSchema.of(function);
		return new FunctionDescriptor(function.source(),
				(function.function() instanceof DescribedFunction described) ? described.handlers() : Map.of(),
				schema.messageTypes(), schema.states(), schema.fields(), invocations(function));
	}

	private @Nullable InvocationsDescriptor invocations(FunctionDefinition function) {
		if (this.invocations == null) {
			return null;
		}
		InvocationStatistics statistics = this.invocations.statistics(function.typeName());
		return new InvocationsDescriptor(statistics.succeeded(), statistics.failed(), statistics.last());
	}

}
