package dev.statefun.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.Address;
import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.statefun.autoconfigure.EngineClient.assertRefused;
import static dev.statefun.autoconfigure.EngineClient.nested;
import static dev.statefun.autoconfigure.EngineClient.result;
import static dev.statefun.autoconfigure.EngineClient.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose messages have no values, on each transport. They are the same bytes in
 * 2.x and in 3.x.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class UndecidedVersionTests {

	private static final String ASYNC_TRANSPORT = "statefun";

	private static final String OKHTTP_TRANSPORT = "okhttp/3.14.6";

	private static final TypedValue ABSENT = TypedValue.withoutValue("com.example/Nothing");

	private static final TypedValue PRESENT = new TypedValue("com.example/Nothing", ByteString.copyFromUtf8("x"));

	private static final int INCOMPLETE = 101;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	UndecidedVersionTests(EndpointServer server) {
		this.context = server.run(Application.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whenNothingTellsTheVersionThenTheEngineIsNotAskedForStates(CapturedOutput output) throws Exception {
		assertRefused(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V3, ABSENT)), 503);
		assertThat(output.toString().lines().filter((line) -> line.contains("set statefun.protocol"))).hasSize(1);
	}

	@Test
	void whenTheUserAgentIsThatOf3xThenTheEngineIsAskedForStates() throws Exception {
		assertThat(isIncomplete(post(ASYNC_TRANSPORT, request(ProtocolVersion.V3, ABSENT)))).isTrue();
		// The engine does not change its version
		assertThat(isIncomplete(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V3, ABSENT)))).isTrue();
	}

	@Test
	void whenAnEarlierRequestWasOf3xThenTheEngineIsAskedForStates() throws Exception {
		assertThat(isIncomplete(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V3, PRESENT)))).isTrue();
		assertThat(isIncomplete(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V3, ABSENT)))).isTrue();
	}

	@Test
	void whenAnEarlierRequestWasOf2xThenTheAnswerIsOf2x() throws Exception {
		PersistedValue seen = new PersistedValue("seen", null);
		result(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V2, PRESENT, seen)));
		UnknownFieldSet sent = nested(result(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V2, ABSENT, seen))), 2);
		assertThat(nested(sent, 2).hasField(2)).isFalse();
		// A missing state cannot be asked for
		assertRefused(post(OKHTTP_TRANSPORT, request(ProtocolVersion.V2, ABSENT)), 500);
	}

	@Test
	void whenValuesOf2xComeFromAnEngineOf3xThenTheyAreRefused(CapturedOutput output) throws Exception {
		assertRefused(post(ASYNC_TRANSPORT, request(ProtocolVersion.V2, PRESENT)), 500);
		assertThat(output)
			.contains("The request has values of the 2.x protocol, but its User-Agent is that of an engine");
	}

	@Test
	void whenAMessageWithoutValueIsForwardedThenItStaysWithoutOne() throws Exception {
		UnknownFieldSet sent = nested(
				result(post(ASYNC_TRANSPORT, request(ProtocolVersion.V3, ABSENT, new PersistedValue("seen", null)))),
				2);
		UnknownFieldSet argument = nested(sent, 2);
		assertThat(text(argument, 1)).isEqualTo("com.example/Nothing");
		assertThat(argument.asMap()).containsOnlyKeys(1);
	}

	private static boolean isIncomplete(HttpResponse<byte[]> response) throws Exception {
		assertThat(response.statusCode()).isEqualTo(200);
		return UnknownFieldSet.parseFrom(response.body()).hasField(INCOMPLETE);
	}

	/** Each for another instance. */
	private static byte[] request(ProtocolVersion version, TypedValue argument, PersistedValue... states) {
		return EngineProtocol
			.encode(new InvocationBatch(version, Address.of("demo/relay", UUID.randomUUID().toString()),
					List.of(states), List.of(new Invocation(null, argument))));
	}

	private HttpResponse<byte[]> post(String userAgent, byte[] body) throws Exception {
		URI uri = URI.create("http://localhost:%d/statefun".formatted(EngineClient.port(this.context)));
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header("Content-Type", EngineClient.OCTET_STREAM)
			.header("User-Agent", userAgent)
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		return this.client.send(request, BodyHandlers.ofByteArray());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Relay.class)
	static class Application {

	}

	@StatefunFunction("demo/relay")
	static class Relay {

		@StatefunHandler
		void relay(Message message, Context context, @State("seen") StateValue<Integer> seen) {
			context.forward(Address.of("demo/other", "bob"));
		}

	}

}
