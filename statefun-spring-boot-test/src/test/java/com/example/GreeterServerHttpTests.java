package com.example;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import dev.statefun.Address;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationBatch.Invocation;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Incomplete;
import dev.statefun.protocol.InvocationResult.Mutation;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.internal.EngineProtocol;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of {@code docs/without-spring.md} answers what real engines sent, and the
 * other examples of that page fit it.
 */
class GreeterServerHttpTests {

	private static final Path PAGE = Path.of("../docs/without-spring.md");

	private final TypeRegistry types = new TypeRegistry(List.of(), List.of());

	private final List<HttpServer> servers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@ParameterizedTest
	@CsvSource({ "V2, engine-2.2.2, 02-k0-count, example/rec, 1", "V2, engine-2.2.2, 03-k0-count, example/rec, 2",
			"V3, engine-3.3.0-async, 03-k0-count, as/rec, 1", "V3, engine-3.3.0-async, 04-k0-count, as/rec, 2",
			"V3, engine-3.3.0-okhttp, 03-k0-count, ok/rec, 1", "V3, engine-3.3.0-okhttp, 04-k0-count, ok/rec, 2" })
	void whenAnEngineSendsARequestThenItGetsTheEffects(ProtocolVersion version, String engine, String name, String type,
			int visit) throws Exception {
		HttpResponse<byte[]> response = post(greeter(type), recorded(engine, name));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
		assertThat(EngineProtocol.decode(version, ByteString.copyFrom(response.body())))
			.isEqualTo(Completed.of(version, List.of(new Mutation("seen", this.types.serialize(visit))),
					List.of(greeting("Hello k0|count, visit " + visit))));
	}

	@ParameterizedTest
	@CsvSource({ "engine-3.3.0-async, as/rec", "engine-3.3.0-okhttp, ok/rec" })
	void whenTheEngineDoesNotKnowTheStateYetThenItIsAskedForIt(String engine, String type) throws Exception {
		HttpResponse<byte[]> response = post(greeter(type), recorded(engine, "01-incomplete-k0-noop"));
		assertThat(response.statusCode()).isEqualTo(200);
		InvocationResult result = EngineProtocol.decode(ProtocolVersion.V3, ByteString.copyFrom(response.body()));
		assertThat(((Incomplete) result).missing()).singleElement()
			.satisfies((state) -> assertThat(state.name()).isEqualTo("seen"));
	}

	@ParameterizedTest
	@CsvSource({ "engine-2.2.2, 23-com-example-opaque, example/rec",
			"engine-3.3.0-async, 33--com-example-opaque-, as/rec", "engine-2.2.2, 02-k0-count, example/another",
			"engine-3.3.0-async, 03-k0-count, as/another" })
	void whenTheMessageCannotBeHandledThenTheEngineSendsItAgain(String engine, String name, String type)
			throws Exception {
		assertThatRefused(post(greeter(type), recorded(engine, name)), 500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "oops" })
	void whenTheBodyIsNotARequestThenItIsRefused(String body) throws Exception {
		assertThatRefused(post(GreeterServer.GREETER, body.getBytes(StandardCharsets.UTF_8)), 400);
	}

	@Test
	void whenTheRequestOfThePageIsSentThenItIsAnsweredAsThePageSays() throws Exception {
		Matcher example = Pattern.compile("echo (\\S+) \\|").matcher(Files.readString(PAGE));
		assertThat(example.find()).isTrue();
		HttpResponse<byte[]> response = post(GreeterServer.GREETER, Base64.getDecoder().decode(example.group(1)));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).contains("Hello Ada, visit 1");
	}

	@Test
	void whenMessagesAreRecordsThenTheyAreReadAsJson() {
		TypedValue login = new TypedValue("example/Login", ByteString.copyFromUtf8("{\"userName\":\"Ada\"}"));
		InvocationBatch batch = new InvocationBatch(ProtocolVersion.V3, Address.of("example/login", "ada"), List.of(),
				List.of(new Invocation(null, login)));
		assertThat(((Completed) JsonGreeter.handler().handle(batch).join()).outgoing())
			.containsExactly(new Send(Address.of("example/greeter", "ada"), this.types.serialize("Ada")));
	}

	@Test
	void whenThePageHasModuleFilesThenTheyNameTheFunctionItsEgressAndItsState() throws IOException {
		List<Object> documents = new ArrayList<>();
		Matcher block = Pattern.compile("^```yaml\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(Files.readString(PAGE).replace("\r\n", "\n"));
		while (block.find()) {
			new Yaml().loadAll(block.group(1)).forEach(documents::add);
		}
		assertThat(documents).hasSize(4)
			.map(Object::toString)
			.satisfiesExactly(
					(endpoint) -> assertThat(endpoint).contains("kind=io.statefun.endpoints.v2/http",
							"functions=example/greeter", "urlPathTemplate=http://localhost:8000/statefun"),
					(ingress) -> assertThat(ingress).contains("kind=io.statefun.kafka.v1/ingress",
							"valueType=io.statefun.types/string", "targets=[example/greeter]"),
					(egress) -> assertThat(egress).contains("kind=io.statefun.kafka.v1/egress", "id=example/messages"),
					(module) -> assertThat(module).contains("type=example/greeter",
							"endpoint=http://localhost:8000/statefun, states=[seen]", "id=example/messages"));
	}

	private static FunctionDefinition greeter(String type) {
		return FunctionDefinition.of(type, GreeterServer::greet).withStates(GreeterServer.SEEN);
	}

	private Outgoing greeting(String text) {
		return new SendEgress(TypeName.parse("example/messages"),
				KafkaEgressMessage.forEgress("example/messages")
					.withTopic("greetings")
					.withUtf8Value(text)
					.toRecord(this.types)
					.toTypedValue());
	}

	private static void assertThatRefused(HttpResponse<byte[]> response, int status) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Length")).hasValue("0");
		assertThat(response.body()).isEmpty();
	}

	private HttpResponse<byte[]> post(FunctionDefinition function, byte[] request) throws Exception {
		RequestReplyHandler handler = RequestReplyHandler.of(function);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.servers.add(server);
		server.createContext("/statefun", (exchange) -> GreeterServer.answer(handler, exchange));
		server.start();
		URI uri = URI.create("http://localhost:%d/statefun".formatted(server.getAddress().getPort()));
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/octet-stream")
				.POST(BodyPublishers.ofByteArray(request))
				.build(), BodyHandlers.ofByteArray());
	}

	private static byte[] recorded(String engine, String name) throws IOException {
		JsonMapper mapper = new JsonMapper();
		try (InputStream input = GreeterServerHttpTests.class.getResourceAsStream("/vectors/" + engine + ".jsonl")) {
			assertThat(input).isNotNull();
			JsonNode request = new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(mapper::readTree)
				.filter((line) -> line.get("case").asString().equals(name))
				.findFirst()
				.orElseThrow();
			return HexFormat.of().parseHex(request.get("request_hex").asString());
		}
	}

}
