package dev.statefun.http.reactive;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.Admissions;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.testing.EngineRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in WebFlux, and the memory that it has of the server.
 */
@ExtendWith(OutputCaptureExtension.class)
class StatefunWebHandlerTests {

	private static final byte[] REQUEST = EngineRequest.v3("demo/idle", "ada", "none", "demo/Any", ByteString.EMPTY);

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(this.allocator);

	private final RequestReplyProtocol protocol = RequestReplyProtocol.detecting();

	private final StatefunWebHandler handler = new StatefunWebHandler(endpoint(), new EndpointPath("/statefun", null),
			new InvocationBatchDecoder(this.protocol), new InvocationResultEncoder(this.protocol),
			Schedulers.immediate());

	@Test
	void whenABodyComesInPiecesThenItIsPutTogetherAndTheyAreReleased() {
		assertThat(statusOf(pieces(REQUEST))).isEqualTo(HttpStatus.OK);
	}

	@Test
	void whenABodyIsLargerThanAllowedThenItsPiecesAreReleased() {
		assertThat(statusOf(pieces(new byte[REQUEST.length + 1]))).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void whenABodyEndsInAnErrorThenItsPiecesAreReleased() {
		assertThat(statusOf(pieces(REQUEST).concatWith(Flux.error(new IOException("hung up")))))
			.isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	@Test
	void whenTheServerTellsInItsOwnWayThatABodyBrokeOffThenItIsABodyThatCouldNotBeRead(CapturedOutput output) {
		assertThat(statusOf(pieces(REQUEST).concatWith(Flux.error(new AbortedException("hung up")))))
			.isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output.getOut().lines().filter((line) -> line.contains("AbortedException"))).singleElement()
			.asString()
			.contains("WARN", "could not be read: java.io.IOException", "AbortedException: hung up");
	}

	@Test
	void whenTheBodyIsReadByAnotherAsWellThenTheErrorIsLoggedAsWhatItIs(CapturedOutput output) {
		assertThat(statusOf(Flux.error(new IllegalStateException("only one receiver"))))
			.isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("could not be answered", "IllegalStateException: only one receiver", "\tat ");
	}

	@Test
	void whenThereIsNoBodyThenItIsABadRequest() {
		assertThat(statusOf(Flux.empty())).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	private HttpStatusCode statusOf(Flux<DataBuffer> body) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("/statefun").contentType(MediaType.APPLICATION_OCTET_STREAM).body(body));
		this.handler.handle(exchange).block();
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
		return exchange.getResponse().getStatusCode();
	}

	private Flux<DataBuffer> pieces(byte[] body) {
		return Flux.range(0, body.length)
			.map((index) -> this.buffers.allocateBuffer(1).write(Arrays.copyOfRange(body, index, index + 1)));
	}

	private RequestReplyEndpoint endpoint() {
		FunctionDefinition idle = FunctionDefinition.of("demo/idle", (context, message) -> {
		});
		RequestReplyHandler handler = RequestReplyHandler.builder(new FunctionRegistry(List.of(idle))).build();
		return RequestReplyEndpoint.builder(() -> handler, this.protocol, Admissions.unlimited())
			.maxRequestSize(DataSize.ofBytes(REQUEST.length))
			.build();
	}

}
