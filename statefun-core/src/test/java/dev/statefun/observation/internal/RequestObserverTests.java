package dev.statefun.observation.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Address;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.dispatch.Answers;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.MessageMetadata;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.observation.DefaultInvocationObservationConvention;
import dev.statefun.observation.InvocationObservationContext;
import dev.statefun.observation.InvocationObservationConvention;
import dev.statefun.observation.ObservationSampling;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link RequestObserver}.
 */
class RequestObserverTests {

	private static final Address SELF = Address.of("demo/function", "ada");

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<String> logged = new ArrayList<>();

	private final List<Observation> current = new ArrayList<>();

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private @Nullable InvocationObservationConvention convention;

	private @Nullable ObservationSampling sampling;

	private AsyncStatefulFunction function = (context, message) -> done();

	private Executor executor = Runnable::run;

	@Test
	void whenMessagesAreHandledThenRequestAndInvocationsAreObserved() {
		handle("demo/function", "a", 5L);
		assertObservations().hasNumberOfObservationsWithNameEqualTo("statefun.request", 1)
			.hasNumberOfObservationsWithNameEqualTo("statefun.invocation", 2)
			.hasObservationWithNameEqualTo("statefun.request")
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("batch demo/function")
			.hasLowCardinalityKeyValue("function", "demo/function")
			.hasLowCardinalityKeyValue("protocol", "v3")
			.hasHighCardinalityKeyValue("statefun.id", "ada")
			.hasHighCardinalityKeyValue("statefun.batch.size", "2");
		assertObservations().hasAnObservation((observation) -> observation.hasNameEqualTo("statefun.invocation")
			.hasContextualNameEqualTo("invoke demo/function")
			.hasLowCardinalityKeyValue("function", "demo/function")
			.hasLowCardinalityKeyValue("message.type", "io.statefun.types/string")
			.hasHighCardinalityKeyValue("statefun.id", "ada"));
		assertObservations().hasAnObservation((observation) -> observation.hasNameEqualTo("statefun.invocation")
			.hasLowCardinalityKeyValue("message.type", "other"));
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void whenAFunctionRunsThenItsObservationIsCurrentAndThatOfTheRequestItsParent() {
		handle("demo/function", "a", "b");
		assertThat(this.current).hasSize(2)
			.allSatisfy(
					(observation) -> assertThat(observation.getContext().getName()).isEqualTo("statefun.invocation"));
		assertThat(this.current).extracting((observation) -> observation.getContext().getParentObservation())
			.doesNotContainNull()
			.containsOnly(this.current.get(0).getContext().getParentObservation());
	}

	@Test
	void whenFunctionsAreAsynchronousThenTheyAreObservedAsWellOnWhicheverThread() throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try {
			this.executor = threads;
			this.function = (context, message) -> CompletableFuture.runAsync(() -> {
			}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
			handle("demo/function", "a", "b", "c");
			assertThat(this.current).hasSize(3)
				.extracting((observation) -> observation.getContext().getParentObservation())
				.doesNotContainNull()
				.containsOnly(this.current.get(0).getContext().getParentObservation());
			assertThat(this.logged).containsOnly("demo/function ada");
			assertObservations().hasNumberOfObservationsWithNameEqualTo("statefun.invocation", 3)
				.hasAnObservation((observation) -> observation.hasNameEqualTo("statefun.request"));
			assertThat(threads.submit(() -> MDC.get(LogCorrelation.ID)).get()).isNull();
			assertThat(threads.submit(this.registry::getCurrentObservation).get()).isNull();
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void whenAnInvocationFailsThenBothObservationsSayWhy() {
		this.function = (context, message) -> {
			throw new IllegalStateException("broken");
		};
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle("demo/function", "a"));
		assertObservations()
			.hasAnObservation((observation) -> observation.hasNameEqualTo("statefun.invocation").hasError())
			.hasAnObservation((observation) -> observation.hasNameEqualTo("statefun.request").hasError());
		assertThat(MDC.get(LogCorrelation.ID)).isNull();
	}

	@Test
	void whenTheFunctionIsUnknownThenItsNameIsNotAKeyValue() {
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> handle("demo/made-up", "a"));
		assertObservations().hasSingleObservationThat()
			.hasNameEqualTo("statefun.request")
			.hasLowCardinalityKeyValue("function", "unknown");
	}

	@Test
	void whenARequestIsNotSampledThenItsInvocationsAreNotObserved() {
		this.sampling = () -> false;
		handle("demo/function", "a", "b");
		assertObservations().hasSingleObservationThat().hasNameEqualTo("statefun.request");
		assertThat(this.logged).containsExactly("demo/function ada", "demo/function ada");
		this.sampling = () -> true;
		handle("demo/function", "a");
		assertObservations().hasNumberOfObservationsWithNameEqualTo("statefun.invocation", 1);
	}

	@Test
	void whenThereIsAConventionThenItReplacesTheDefault() {
		this.convention = new DefaultInvocationObservationConvention() {

			@Override
			public String getName() {
				return "my.invocation";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(InvocationObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and("shop", context.self().id());
			}

		};
		handle("demo/function", "a");
		assertObservations().hasObservationWithNameEqualTo("my.invocation")
			.that()
			.hasLowCardinalityKeyValue("shop", "ada");
	}

	@Test
	void whenThereAreNoHandlersThenLogsAreCorrelatedNevertheless() {
		handle(handler(ObservationRegistry.NOOP), "demo/function", "a");
		assertThat(this.logged).containsExactly("demo/function ada");
		assertThat(MDC.get(LogCorrelation.FUNCTION)).isNull();
	}

	@Test
	void whenTheThreadHadOtherCorrelationsThenTheyComeBack() {
		MDC.put(LogCorrelation.ID, "before");
		try {
			handle("demo/function", "a");
			assertThat(MDC.get(LogCorrelation.ID)).isEqualTo("before");
			assertThat(this.logged).containsExactly("demo/function ada");
		}
		finally {
			MDC.remove(LogCorrelation.ID);
		}
	}

	@Test
	void whenAMessageHasMetadataThenTheFunctionAndTheNextOneGetIt() throws Exception {
		List<Map<String, ByteString>> received = new ArrayList<>();
		InvocationInterceptor relay = (definition, context, message, next) -> {
			received.add(message.metadata());
			if (message.is(String.class)) {
				((MessageMetadata) context).setMetadata(message.metadata());
			}
			return next.proceed();
		};
		this.function = (context, message) -> {
			context.send("demo/other", "ada", "text");
			context.sendAfter(Duration.ofMinutes(1), "demo/other", "ada", 5L);
			return done();
		};
		RequestReplyHandler handler = RequestReplyHandler.builder(functions())
			.types(this.types)
			.interceptors(List.of(relay))
			.build();
		Map<String, ByteString> metadata = Map.of("traceparent", ByteString.copyFromUtf8("00-1-2-01"));
		InvocationResult result = Answers.of(handler,
				new InvocationBatch(ProtocolVersion.V3, SELF, List.of(),
						List.of(new Invocation(null, this.types.serialize("a"), metadata),
								new Invocation(null, this.types.serialize(1), Map.of()))));
		assertThat(received).containsExactly(metadata, Map.of());
		FromFunction.InvocationResponse response = FromFunction
			.parseFrom(RequestReplyProtocol.of(ProtocolVersion.V3).encode(result))
			.getInvocationResult();
		assertThat(metadata(response.getOutgoingMessages(0).getArgument().getUnknownFields())).isEqualTo(metadata);
		assertThat(metadata(response.getDelayedInvocations(0).getArgument().getUnknownFields())).isEqualTo(metadata);
		assertThat(response.getOutgoingMessages(1).getArgument().getUnknownFields().asMap()).isEmpty();
		assertThat(((InvocationResult.Completed) result).outgoing()).hasSize(4);
	}

	private static Map<String, ByteString> metadata(UnknownFieldSet value) throws Exception {
		UnknownFieldSet entry = UnknownFieldSet.parseFrom(value.getField(4).getLengthDelimitedList().get(0));
		assertThat(entry.getField(3).getVarintList()).containsExactly(1L);
		return Map.of(entry.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
				entry.getField(2).getLengthDelimitedList().get(0));
	}

	private void handle(String functionType, Object... messages) {
		handle(handler(this.registry), functionType, messages);
	}

	private void handle(RequestReplyHandler handler, String functionType, Object... messages) {
		Answers.of(handler,
				new InvocationBatch(ProtocolVersion.V3, Address.of(functionType, "ada"), List.of(),
						List.of(messages)
							.stream()
							.map((message) -> new Invocation(null, this.types.serialize(message)))
							.toList()));
	}

	private RequestReplyHandler handler(ObservationRegistry observations) {
		FunctionRegistry functions = functions();
		RequestObserver observer = new RequestObserver(observations, (type) -> functions.find(type) != null, null,
				this.convention, this.sampling, new LogCorrelation(), null);
		return RequestReplyHandler.builder(functions)
			.types(this.types)
			.batchInterceptors(List.of(observer))
			.executor(this.executor)
			.build();
	}

	private FunctionRegistry functions() {
		return new FunctionRegistry(
				List.of(new FunctionDefinition(TypeName.parse("demo/function"), (context, message) -> {
					this.logged.add(MDC.get(LogCorrelation.FUNCTION) + " " + MDC.get(LogCorrelation.ID));
					Observation observation = this.registry.getCurrentObservation();
					if (observation != null) {
						this.current.add(observation);
					}
					return this.function.apply(context, message);
				}, List.of(), Set.of("io.statefun.types/string"), "test")));
	}

	private TestObservationRegistryAssert assertObservations() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	private static CompletionStage<?> done() {
		return CompletableFuture.completedFuture(null);
	}

}
