package dev.statefun.http.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.statefun.http.EndpointPath;
import dev.statefun.http.EndpointResponse;
import dev.statefun.testing.WireClient;
import dev.statefun.testing.WireClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HttpConnection} and {@link HttpExchange}, byte by byte.
 */
class HttpConnectionTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final String TOO_LARGE = "x".repeat(FakeEndpoint.MAX_REQUEST_SIZE + 1);

	private final CountDownLatch latch = new CountDownLatch(1);

	private NettyServer server = server(FakeEndpoint.blocking((request) -> "Hello " + request), LONG, LONG);

	private int port = this.server.listen(null, 0, null);

	@AfterEach
	void close() {
		this.latch.countDown();
		this.server.close();
	}

	@Test
	void whenARequestArrivesThenItsAnswerIsAsTheEngineWantsIt() throws IOException {
		try (WireClient client = connect()) {
			Answer answer = client.post("/statefun", "Ada").answer();
			assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
			assertThat(answer.headers()).containsOnlyKeys("content-type", "content-length")
				.containsEntry("content-type", "application/octet-stream");
			assertThat(answer.text()).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenRequestsFollowThenTheConnectionIsKept() throws IOException {
		try (WireClient client = connect()) {
			for (int i = 0; i < 300; i++) {
				assertThat(client.post("/statefun", "Ada" + i).answer().text()).isEqualTo("Hello Ada" + i);
			}
		}
	}

	@Test
	void whenARequestArrivesByteByByteThenItIsAnswered() throws IOException {
		try (WireClient client = connect()) {
			for (char next : "POST /statefun HTTP/1.1\r\ncontent-type: application/octet-stream\r\ncontent-length: 3\r\n\r\nAda"
				.toCharArray()) {
				client.text(String.valueOf(next));
			}
			assertThat(client.answer().text()).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenARequestIsChunkedThenItIsPutTogether() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"transfer-encoding: chunked", "", "1", "A", "2;x=y", "da", "0", "trailer: 1", "");
			assertThat(client.answer().text()).isEqualTo("Hello Ada");
			assertThat(client.post("/statefun", "Ada").answer().text()).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenARequestHasNoBodyThenItIsEmpty() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "");
			assertThat(client.answer().text()).isEqualTo("Hello ");
			assertThat(client.post("/statefun", "").answer().text()).isEqualTo("Hello ");
		}
	}

	@Test
	void whenABodyIsAsLargeAsAllowedThenItIsTaken() throws IOException {
		String body = "x".repeat(FakeEndpoint.MAX_REQUEST_SIZE);
		try (WireClient client = connect()) {
			assertThat(client.post("/statefun", body).answer().text()).isEqualTo("Hello " + body);
		}
	}

	@Test
	void whenABodyIsToBeTooLargeThenItIsRefusedBeforeItArrives() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + TOO_LARGE.length(), "");
			assertRefusedAndClosed(client, 413);
		}
	}

	@Test
	void whenAClientGoesOnSendingATooLargeBodyThenItSeesTheAnswerNevertheless() throws IOException {
		byte[] part = new byte[1 << 20];
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + 20 * part.length, "");
			for (int i = 0; i < 20; i++) {
				client.bytes(part);
			}
			assertRefusedAndClosed(client, 413);
		}
	}

	@Test
	void whenAChunkedBodyTurnsOutToBeTooLargeThenItIsRefused() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"transfer-encoding: chunked", "", Integer.toHexString(TOO_LARGE.length()), TOO_LARGE);
			assertRefusedAndClosed(client, 413);
		}
	}

	@Test
	void whenAClientWaitsToSendTheBodyThenItIsAskedFor() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 3",
					"expect: 100-continue", "");
			assertThat(client.answer().status()).isEqualTo(100);
			assertThat(client.text("Ada").answer().text()).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenAClientWaitsToSendABodyThatIsRefusedThenItIsNotAskedFor() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /elsewhere HTTP/1.1", "content-length: 3", "expect: 100-continue", "");
			assertRefusedAndClosed(client, 404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "POST,/elsewhere,application/octet-stream,404", "PUT,/statefun,application/octet-stream,405",
			"POST,/statefun,application/json,415" })
	void whenARequestIsRefusedThenTheConnectionIsKept(String method, String target, String contentType, int status)
			throws IOException {
		try (WireClient client = connect()) {
			client.lines(method + " " + target + " HTTP/1.1", "content-type: " + contentType, "content-length: 3", "",
					"Ada");
			assertRefused(client.answer(), status);
			client.lines(method + " " + target + " HTTP/1.1", "content-type: " + contentType,
					"transfer-encoding: chunked", "", "3", "Ada", "0", "");
			assertRefused(client.answer(), status);
			assertThat(client.post("/statefun?x=y", "Ada").answer().text()).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenTheBodyOfARefusedRequestDoesNotEndThenTheConnectionIsClosed() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /elsewhere HTTP/1.1", "transfer-encoding: chunked", "",
					Integer.toHexString(TOO_LARGE.length()), TOO_LARGE);
			assertRefusedAndClosed(client, 404);
		}
	}

	@Test
	void whenTheMethodIsAnotherThenTheAnswerSaysWhichIsAllowed() throws IOException {
		try (WireClient client = connect()) {
			client.lines("HEAD /statefun HTTP/1.1", "");
			assertThat(client.answer().headers()).containsEntry("allow", "POST");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "GET / HTTX/1.1", "POST /statefun HTTP/1.1\r\nx\u0000: y", "{}",
			"POST /statefun HTTP/1.1\r\ncontent-length: three",
			"POST /statefun HTTP/1.1\r\ncontent-length: 3\r\ncontent-length: 4" })
	void whenItIsNotHttpThenItIsABadRequest(String head) throws IOException {
		try (WireClient client = connect()) {
			client.lines(head, "");
			assertRefusedAndClosed(client, 400);
		}
	}

	@Test
	void whenAChunkIsMalformedThenItIsABadRequest() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"transfer-encoding: chunked", "", "z", "Ada");
			assertRefusedAndClosed(client, 400);
		}
	}

	@Test
	void whenAHeaderIsTooLargeThenItIsRefused() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "x: " + TOO_LARGE, "");
			assertRefusedAndClosed(client, 431);
		}
	}

	@Test
	void whenTheFirstLineIsTooLongThenItIsRefused() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun?" + TOO_LARGE + " HTTP/1.1", "");
			assertRefusedAndClosed(client, 414);
		}
	}

	@Test
	void whenAClientAsksForItThenTheConnectionIsClosed() throws IOException {
		try (WireClient client = connect()) {
			client
				.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "connection: close",
						"content-length: 3", "")
				.text("Ada");
			Answer answer = client.answer();
			assertThat(answer.text()).isEqualTo("Hello Ada");
			assertThat(answer.headers()).containsEntry("connection", "close");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenAClientIsOfHttp10ThenTheConnectionIsClosedUnlessItAsksToKeepIt() throws IOException {
		try (WireClient client = connect()) {
			String[] request = { "POST /statefun HTTP/1.0", "content-type: application/octet-stream",
					"content-length: 3" };
			client.lines(request).lines("connection: keep-alive", "").text("Ada");
			Answer kept = client.answer();
			assertThat(kept.text()).isEqualTo("Hello Ada");
			assertThat(kept.headers()).containsEntry("connection", "keep-alive");
			client.lines(request).lines("").text("Eve");
			Answer closed = client.answer();
			assertThat(closed.text()).isEqualTo("Hello Eve");
			assertThat(closed.headers()).containsEntry("connection", "close");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenRequestsArePipelinedThenTheyAreAnsweredInOrderAndOneAtATime() throws Exception {
		BlockingQueue<CompletableFuture<String>> answers = new LinkedBlockingQueue<>();
		restart(new FakeEndpoint((request) -> {
			CompletableFuture<String> answer = new CompletableFuture<>();
			answers.add(answer);
			return answer;
		}), LONG, LONG);
		try (WireClient client = connect()) {
			for (int i = 0; i < 200; i++) {
				client.post((i % 3 == 0) ? "/elsewhere" : "/statefun", "x");
			}
			for (int i = 0; i < 200; i++) {
				if (i % 3 != 0) {
					CompletableFuture<String> next = answers.poll(20, TimeUnit.SECONDS);
					assertThat(next).isNotNull();
					assertThat(answers).isEmpty();
					next.complete("answer " + i);
				}
				assertThat(client.answer().text()).isEqualTo((i % 3 == 0) ? "" : "answer " + i);
			}
		}
	}

	@Test
	void whenManyRefusedRequestsArePipelinedBehindASlowOneThenAllAreAnswered() throws IOException {
		restart(FakeEndpoint.blocking(this::await), LONG, LONG);
		try (WireClient client = connect()) {
			client.post("/statefun", "first");
			client.text("POST /x HTTP/1.1\r\n\r\n".repeat(20_000));
			this.latch.countDown();
			assertThat(client.answer().text()).isEqualTo("first");
			for (int i = 0; i < 20_000; i++) {
				assertRefused(client.answer(), 404);
			}
		}
	}

	@Test
	void whenAFunctionIsAsynchronousThenItsAnswerIsWrittenWhenItIsThere() throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		restart(new FakeEndpoint((request) -> answer), LONG, LONG);
		try (WireClient client = connect()) {
			client.post("/statefun", "Ada");
			answer.complete("late");
			assertThat(client.answer().text()).isEqualTo("late");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 131_071, 131_072, 131_073, 262_144, 20_000_000 })
	void whenAnAnswerIsLongThenItArrivesWhole(int length) throws IOException {
		String text = "0123456789".repeat(length / 10 + 1).substring(0, length);
		restart(FakeEndpoint.blocking((request) -> text), LONG, LONG);
		try (WireClient client = connect()) {
			assertThat(client.post("/statefun", "Ada").answer().text()).isEqualTo(text);
			assertThat(client.post("/statefun", "Ada").answer().text()).isEqualTo(text);
		}
	}

	@Test
	void whenFunctionsBlockThenOtherConnectionsAreServed() throws IOException {
		restart(FakeEndpoint.blocking((request) -> request.equals("block") ? await(request) : request), LONG, LONG);
		WireClient[] blocked = new WireClient[50];
		try (WireClient client = connect()) {
			for (int i = 0; i < blocked.length; i++) {
				// So that calls are known to be quick, and those that block surprise
				for (int k = 0; k < 100; k++) {
					assertThat(client.post("/statefun", "quick").answer().text()).isEqualTo("quick");
				}
				blocked[i] = connect();
				blocked[i].post("/statefun", "block");
			}
			this.latch.countDown();
			for (WireClient one : blocked) {
				assertThat(one.answer().text()).isEqualTo("block");
				one.close();
			}
		}
	}

	@Test
	void whenTheEndpointFailsThenTheConnectionIsClosedAndOthersAreServed() throws IOException {
		restart(FakeEndpoint.blocking((request) -> {
			if (request.equals("fail")) {
				throw new IllegalStateException("Oh no");
			}
			return request;
		}), LONG, LONG);
		try (WireClient client = connect(); WireClient other = connect()) {
			assertThat(client.post("/statefun", "fail").isClosed()).isTrue();
			assertThat(other.post("/statefun", "Ada").answer().text()).isEqualTo("Ada");
		}
	}

	@Test
	void whenAClientHangsUpBeforeItsAnswerThenTheEndpointIsTold() throws Exception {
		FakeEndpoint endpoint = FakeEndpoint.blocking(this::await);
		restart(endpoint, LONG, LONG);
		WireClient client = connect();
		client.post("/statefun", "Ada");
		client.reset();
		try (WireClient other = connect()) {
			this.latch.countDown();
			assertThat(other.post("/statefun", "Eve").answer().text()).isEqualTo("Eve");
		}
		EndpointResponse undelivered = endpoint.undelivered.poll(20, TimeUnit.SECONDS);
		assertThat(undelivered).isNotNull();
		assertThat(undelivered.body().toStringUtf8()).isEqualTo("Ada");
	}

	@Test
	void whenAClientHangsUpInTheMiddleOfARequestThenNothingIsCalled() throws IOException {
		restart(FakeEndpoint.blocking((request) -> {
			throw new AssertionError(request);
		}), LONG, LONG);
		WireClient client = connect();
		client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 3", "");
		client.text("Ad").close();
		try (WireClient other = connect()) {
			other.lines("POST / HTTP/1.1", "");
			assertRefused(other.answer(), 404);
		}
	}

	@Test
	void whenNoRequestArrivesThenTheConnectionIsClosed() throws IOException {
		restart(FakeEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient client = connect()) {
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenTheRestOfARequestDoesNotArriveThenTheConnectionIsClosed() throws IOException {
		restart(FakeEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient head = connect(); WireClient body = connect(); WireClient refused = connect()) {
			head.text("POST /statefun HTTP/1.1\r\ncontent");
			body.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 3", "")
				.text("Ad");
			refused.lines("POST /elsewhere HTTP/1.1", "content-length: 3", "").text("Ad");
			assertThat(List.of(head.isClosed(), body.isClosed(), refused.isClosed())).containsOnly(true);
		}
	}

	@Test
	void whenNoOtherRequestArrivesThenTheConnectionIsClosed() throws IOException {
		restart(FakeEndpoint.blocking(Function.identity()), LONG, SHORT);
		try (WireClient client = connect()) {
			assertThat(client.post("/statefun", "Ada").answer().text()).isEqualTo("Ada");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenFunctionsTakeLongerThanTheTimeoutsThenTheConnectionIsKept() throws IOException {
		restart(FakeEndpoint.blocking(this::await), SHORT, SHORT);
		try (WireClient working = connect(); WireClient idle = connect()) {
			working.post("/statefun", "Ada");
			// Waits for the timeouts
			assertThat(idle.isClosed()).isTrue();
			try (WireClient again = connect()) {
				assertThat(again.isClosed()).isTrue();
			}
			this.latch.countDown();
			assertThat(working.answer().text()).isEqualTo("Ada");
		}
	}

	@Test
	void whenAClientTakesNoMoreOfAnAnswerThenTheConnectionIsClosed() throws Exception {
		FakeEndpoint endpoint = FakeEndpoint.blocking((request) -> "x".repeat(100_000_000));
		restart(endpoint, SHORT, LONG);
		try (WireClient client = connect()) {
			client.post("/statefun", "Ada");
			assertThat(endpoint.undelivered.poll(20, TimeUnit.SECONDS)).isNotNull();
		}
	}

	private void restart(FakeEndpoint endpoint, Duration ioTimeout, Duration idleTimeout) {
		this.server.close();
		this.server = server(endpoint, ioTimeout, idleTimeout);
		this.port = this.server.listen(null, 0, null);
	}

	private static NettyServer server(FakeEndpoint endpoint, Duration ioTimeout, Duration idleTimeout) {
		HttpSettings settings = new HttpSettings(endpoint, new EndpointPath("/statefun", null), HttpRecorder.NONE, 512,
				idleTimeout, ioTimeout);
		return new NettyServer(settings, 1000, ServerThreads.workers(100), true, List.of());
	}

	private WireClient connect() throws IOException {
		return WireClient.connect(this.port);
	}

	private String await(String answer) {
		try {
			this.latch.await();
			return answer;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertRefused(Answer answer, int status) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.headers()).containsEntry("content-length", "0").doesNotContainKey("content-type");
	}

	private static void assertRefusedAndClosed(WireClient client, int status) throws IOException {
		Answer answer = client.answer();
		assertRefused(answer, status);
		assertThat(answer.headers()).containsEntry("connection", "close");
		assertThat(client.isClosed()).isTrue();
	}

}
