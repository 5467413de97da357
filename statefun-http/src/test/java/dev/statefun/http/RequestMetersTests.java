package dev.statefun.http;

import java.io.EOFException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.statefun.ValueSpec;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.TypeName;
import dev.statefun.type.Types;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestMeters}.
 */
class RequestMetersTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final FunctionRegistry functions = new FunctionRegistry(
			List.of(new FunctionDefinition(TypeName.parse("demo/function"), (context, message) -> this.pending,
					List.of(ValueSpec.of("count", Types.integerType())), Set.of(), "test")));

	private final RequestMeters meters = new RequestMeters(this.registry, (type) -> this.functions.find(type) != null);

	private final RequestReplyEndpoint endpoint = endpoint();

	private CompletableFuture<Void> pending = new CompletableFuture<>();

	@Test
	void whenARequestIsHandledThenItIsTimedFromBeginningToEnd() {
		CompletableFuture<EndpointResponse> answer = Exchanges.handle(this.endpoint, request("demo/function", "count"));
		assertThat(this.registry.get("statefun.requests.active").gauge().value()).isEqualTo(1);
		this.clock.add(Duration.ofMillis(70));
		this.pending.complete(null);
		assertThat(answer.join().status()).isEqualTo(200);
		assertThat(this.registry.get("statefun.requests.active").gauge().value()).isZero();
		assertThat(requests("demo/function", "v3", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(70);
		assertThat(this.registry.get("statefun.request.size").tag("function", "demo/function").summary().totalAmount())
			.isEqualTo(request("demo/function", "count").length);
		assertThat(this.registry.get("statefun.response.size").tag("function", "demo/function").summary().totalAmount())
			.isEqualTo(answer.join().body().size());
	}

	@Test
	void whenTheEngineIsAskedForStatesThenTheRequestIsIncomplete() {
		Exchanges.handle(this.endpoint, request("demo/function", "other"));
		assertThat(requests("demo/function", "v3", "incomplete").count()).isEqualTo(1);
	}

	@Test
	void whenARequestFailsThenItsOutcomeIsFailure() {
		this.pending.completeExceptionally(new IllegalStateException());
		Exchanges.handle(this.endpoint,
				EngineRequest.v2("demo/function", "ada", "count", "demo/Any", ByteString.EMPTY));
		assertThat(requests("demo/function", "v2", "failure").count()).isEqualTo(1);
		assertThat(this.meters.protocols()).containsExactly(ProtocolVersion.V2);
	}

	@Test
	void whenFunctionsAreUnknownThenTheyShareOneTag() {
		for (int i = 0; i < 100; i++) {
			Exchanges.handle(this.endpoint, request("demo/unknown-" + i, "count"));
		}
		assertThat(requests("unknown", "v3", "failure").count()).isEqualTo(100);
		assertThat(this.registry.find("statefun.requests").meters()).hasSize(1);
	}

	@Test
	void whenRequestsAreRefusedThenTheyAreCountedByReason() {
		this.endpoint.admit("GET", null, 0);
		this.endpoint.admit("POST", "text/plain", 0);
		this.endpoint.admit("POST", "application/octet-stream", 1001);
		this.endpoint.refuseBody();
		this.endpoint.refuse(new EOFException());
		Exchanges.handle(this.endpoint, new byte[] { 1, 2, 3 });
		assertThat(rejected("method")).isEqualTo(1);
		assertThat(rejected("content-type")).isEqualTo(1);
		assertThat(rejected("too-large")).isEqualTo(2);
		assertThat(rejected("io")).isEqualTo(1);
		assertThat(rejected("malformed")).isEqualTo(1);
		assertThat(rejected("protocol")).isZero();
		assertThat(requests("unknown", "unknown", "failure").count()).isEqualTo(1);
	}

	private double rejected(String reason) {
		return this.registry.get("statefun.requests.rejected").tag("reason", reason).counter().count();
	}

	private Timer requests(String function, String protocol, String outcome) {
		return this.registry.get("statefun.requests")
			.tags("function", function, "protocol", protocol, "outcome", outcome)
			.timer();
	}

	private static byte[] request(String function, String state) {
		return EngineRequest.v3(function, "ada", state, "demo/Any", ByteString.EMPTY);
	}

	private RequestReplyEndpoint endpoint() {
		RequestReplyHandler handler = RequestReplyHandler.builder(this.functions).build();
		return RequestReplyEndpoint
			.builder(() -> handler, RequestReplyProtocol.detecting(), new AdmissionControl(10, 1 << 20))
			.maxRequestSize(DataSize.ofBytes(1000))
			.recorder(this.meters)
			.build();
	}

}
