package dev.statefun.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.sun.management.ThreadMXBean;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestFailedException;
import dev.statefun.dispatch.internal.UndecidedProtocolException;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.protocol.internal.MalformedRequestException;
import dev.statefun.protocol.internal.ProtocolMismatchException;
import dev.statefun.protocol.reference.v3.FromFunction;
import dev.statefun.protocol.reference.v3.ToFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever the bytes of a request are, the endpoint reads or refuses them, soon and in
 * little memory, and what it answers is well-formed.
 * <p>
 * As a test it replays the recorded requests and the corpus, which is beside the
 * resources of this class. {@code mvn -Pfuzz} has Jazzer look for others, for ten
 * minutes, and puts what fails into the corpus.
 */
class EndpointFuzzTests {

	private static final DataSize MAX_REQUEST_SIZE = DataSize.ofMegabytes(1);

	/** What an object is more than the bytes that it was read from. */
	private static final long DECODED_BYTES_PER_BYTE = 64;

	/** An exception with its stack, above all. */
	private static final long DECODED_BYTES = 64 << 10;

	/** What functions do with a message of two bytes, most of it exceptions. */
	private static final long HANDLED_BYTES_PER_BYTE = 8 << 10;

	private static final long HANDLED_BYTES = 1 << 20;

	private static final long CPU_NANOS = Duration.ofSeconds(5).toNanos();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final RequestReplyHandler HANDLER = handler();

	private static final List<RequestReplyProtocol> PROTOCOLS = List.of(RequestReplyProtocol.detecting(),
			RequestReplyProtocol.of(ProtocolVersion.V2), RequestReplyProtocol.of(ProtocolVersion.V3));

	private static final List<RequestReplyEndpoint> ENDPOINTS = PROTOCOLS.stream()
		.map((protocol) -> RequestReplyEndpoint.builder(() -> HANDLER, protocol, Admissions.unlimited())
			.maxRequestSize(MAX_REQUEST_SIZE)
			.build())
		.toList();

	static {
		LoggingSystem.get(EndpointFuzzTests.class.getClassLoader()).setLogLevel("dev.statefun", LogLevel.OFF);
	}

	/** The level outlives this class. */
	@AfterAll
	static void logAgain() {
		LoggingSystem.get(EndpointFuzzTests.class.getClassLoader()).setLogLevel("dev.statefun", null);
	}

	@MethodSource("recordedRequests")
	@FuzzTest(maxDuration = "10m")
	void whateverIsSentThenItIsReadOrRefused(byte[] request) throws Exception {
		for (RequestReplyProtocol protocol : PROTOCOLS) {
			InvocationBatch batch = decode(protocol, request);
			if (batch != null) {
				assertRead(request, batch);
				InvocationResult result = handle(batch);
				if (result != null) {
					assertWellFormed(batch.version(), protocol.encode(result).toByteArray());
				}
			}
		}
		ENDPOINTS.forEach((endpoint) -> assertAnswered(endpoint, request));
	}

	private static InvocationBatch decode(RequestReplyProtocol protocol, byte[] request) {
		assertBounded(() -> read(protocol, request), request.length, DECODED_BYTES, DECODED_BYTES_PER_BYTE);
		return read(protocol, request);
	}

	private static InvocationBatch read(RequestReplyProtocol protocol, byte[] request) {
		try {
			return protocol.decode(request);
		}
		catch (MalformedRequestException | ProtocolMismatchException ex) {
			return null;
		}
	}

	/**
	 * Whether it is what the generated classes read, unless it holds what no engine
	 * writes: a field twice, or a malformed state, which is refused when it is read.
	 */
	private static void assertRead(byte[] request, InvocationBatch batch) {
		try {
			Message reference = (batch.version() == ProtocolVersion.V2)
					? dev.statefun.protocol.reference.v2.ToFunction.parseFrom(request) : ToFunction.parseFrom(request);
			if (reference.getSerializedSize() == request.length) {
				assertThat(Contents.of(batch)).isEqualTo(Contents.of(reference));
			}
		}
		catch (InvalidProtocolBufferException ex) {
			assertThat(batch.states()).isNotEmpty();
		}
	}

	private static InvocationResult handle(InvocationBatch batch) {
		try {
			return HANDLER.handle(batch).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RequestFailedException
					|| ex.getCause() instanceof UndecidedProtocolException) {
				return null;
			}
			throw ex;
		}
	}

	private static void assertWellFormed(ProtocolVersion version, byte[] answer) {
		try {
			if (version == ProtocolVersion.V2) {
				dev.statefun.protocol.reference.v2.FromFunction.parseFrom(answer);
			}
			else {
				FromFunction.parseFrom(answer);
			}
		}
		catch (InvalidProtocolBufferException ex) {
			fail("The answer is malformed", ex);
		}
	}

	private static void assertAnswered(RequestReplyEndpoint endpoint, byte[] request) {
		assertBounded(() -> {
			EndpointResponse response = Exchanges.handle(endpoint, request).join();
			assertThat(response.status()).isIn(200, 400, 500, 503);
			assertThat(response.status() == 200 || response.body().isEmpty()).isTrue();
			response.release();
		}, request.length, HANDLED_BYTES, HANDLED_BYTES_PER_BYTE);
	}

	/** The first time classes may be loaded, which no request has to answer for. */
	private static void assertBounded(Runnable task, int size, long bytes, long bytesPerByte) {
		if (!isBounded(task, bytes + bytesPerByte * size)) {
			assertThat(isBounded(task, bytes + bytesPerByte * size))
				.as("whether %d bytes take no more than %d bytes of memory and %d ns", size,
						bytes + bytesPerByte * size, CPU_NANOS)
				.isTrue();
		}
	}

	private static boolean isBounded(Runnable task, long maximum) {
		long bytes = THREADS.getCurrentThreadAllocatedBytes();
		long nanos = THREADS.getCurrentThreadCpuTime();
		task.run();
		return THREADS.getCurrentThreadAllocatedBytes() - bytes < maximum
				&& THREADS.getCurrentThreadCpuTime() - nanos < CPU_NANOS;
	}

	static Stream<byte[]> recordedRequests() {
		return Stream
			.of("engine-2.2.2", "engine-3.3.0-async", "engine-3.3.0-okhttp", "java-sdk-3.3.0", "python-sdk-2.0.0",
					"version-detection")
			.flatMap(EndpointFuzzTests::recordedRequests);
	}

	private static Stream<byte[]> recordedRequests(String file) {
		JsonMapper mapper = new JsonMapper();
		try (InputStream input = EndpointFuzzTests.class.getResourceAsStream("/vectors/" + file + ".jsonl")) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map((line) -> mapper.readTree(line).get("request_hex"))
				.map(JsonNode::asString)
				.map(HexFormat.of()::parseHex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** All functions that the recorded requests are for, every other asynchronous. */
	private static RequestReplyHandler handler() {
		Set<String> types = new TreeSet<>();
		recordedRequests().forEach((request) -> {
			try {
				ToFunction.InvocationBatchRequest batch = ToFunction.parseFrom(request).getInvocation();
				types.add(batch.getTarget().getNamespace() + "/" + batch.getTarget().getType());
			}
			catch (InvalidProtocolBufferException ex) {
				// It is of 2.x, or malformed on purpose
			}
		});
		types.removeIf((type) -> !type.matches("\\S+/\\S+"));
		List<FunctionDefinition> functions = new ArrayList<>();
		for (String type : types) {
			functions.add((functions.size() % 2 == 0) ? FunctionDefinition.of(type, new BusyFunction())
					: FunctionDefinition.ofAsync(type, BusyFunction.asynchronous()));
		}
		return RequestReplyHandler.builder(new FunctionRegistry(functions)).build();
	}

	/**
	 * What a request has to say.
	 */
	private record Contents(String namespace, String type, String id, List<String> states, List<ByteString> values) {

		static Contents of(InvocationBatch batch) {
			return new Contents(batch.target().type().namespace(), batch.target().type().name(), batch.target().id(),
					batch.states().stream().map(InvocationBatch.PersistedValue::name).toList(),
					batch.invocations().stream().map((invocation) -> invocation.argument().bytes()).toList());
		}

		static Contents of(Message reference) {
			Message batch = (Message) get(reference, "invocation");
			Message target = (Message) get(batch, "target");
			return new Contents((String) get(target, "namespace"), (String) get(target, "type"),
					(String) get(target, "id"),
					list(batch, "state").map((state) -> (String) get(state, "state_name")).toList(),
					list(batch, "invocations")
						.map((invocation) -> (ByteString) get((Message) get(invocation, "argument"), "value"))
						.toList());
		}

		private static Stream<Message> list(Message message, String field) {
			return ((List<?>) get(message, field)).stream().map(Message.class::cast);
		}

		private static Object get(Message message, String field) {
			return message.getField(message.getDescriptorForType().findFieldByName(field));
		}

	}

}
