package dev.statefun.http.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.statefun.http.AdmissionControl;
import dev.statefun.http.EndpointPath;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.TransferLimits;
import dev.statefun.testing.WireClient;
import dev.statefun.testing.WireClient.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HttpConnection} and {@link HttpExchange}, byte by byte.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpConnectionTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(200);

	/** Nothing may stand still. */
	private static final TransferLimits STALLED = new TransferLimits(LONG, SHORT, DataSize.ofBytes(1));

	private static final String TOO_LARGE = "x".repeat(TextEndpoint.MAX_REQUEST_SIZE + 1);

	private static final String ADA = TextEndpoint.request("Ada");

	private final CountDownLatch called = new CountDownLatch(1);

	private final CountDownLatch latch = new CountDownLatch(1);

	private NettyServer server = server(TextEndpoint.blocking((request) -> "Hello " + request), HttpRecorder.NONE, LONG,
			LONG);

	private int port = this.server.listen(null, 0, null);

	@AfterEach
	void close() {
		this.latch.countDown();
		this.server.close();
	}

	@Test
	void whenARequestArrivesThenItsAnswerIsAsTheEngineWantsIt() throws IOException {
		try (WireClient client = connect()) {
			Answer answer = client.post("/statefun", TextEndpoint.request("Ada")).answer();
			assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
			assertThat(answer.headers()).containsOnlyKeys("content-type", "content-length")
				.containsEntry("content-type", "application/octet-stream");
			assertThat(TextEndpoint.text(answer)).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenRequestsFollowThenTheConnectionIsKept() throws IOException {
		try (WireClient client = connect()) {
			for (int i = 0; i < 300; i++) {
				assertThat(TextEndpoint.exchange(client, "Ada" + i)).isEqualTo("Hello Ada" + i);
			}
		}
	}

	@Test
	void whenARequestArrivesByteByByteThenItIsAnswered() throws IOException {
		try (WireClient client = connect()) {
			String head = "POST /statefun HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: ";
			for (char next : (head + ADA.length() + "\r\n\r\n" + ADA).toCharArray()) {
				client.text(String.valueOf(next));
			}
			assertThat(TextEndpoint.text(client.answer())).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenARequestIsChunkedThenItIsPutTogether() throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"transfer-encoding: chunked", "", "1", ADA.substring(0, 1),
					Integer.toHexString(ADA.length() - 1) + ";x=y", ADA.substring(1), "0", "trailer: 1", "");
			assertThat(TextEndpoint.text(client.answer())).isEqualTo("Hello Ada");
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Hello Ada");
		}
	}

	@Test
	void whenARequestHasNoBodyThenTheEndpointRefusesIt(CapturedOutput output) throws IOException {
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "");
			assertRefused(client.answer(), 400);
			assertRefused(client.post("/statefun", "").answer(), 400);
			assertThat(TextEndpoint.exchange(client, "")).isEqualTo("Hello ");
		}
		// A minute later, a line would tell the number of the others
		assertThat(output.getAll().lines().filter((line) -> line.contains(RequestReplyEndpoint.class.getName())))
			.hasSize(1);
	}

	@Test
	void whenABodyIsAsLargeAsAllowedThenItIsTaken() throws IOException {
		String text = TextEndpoint.textOf(TextEndpoint.MAX_REQUEST_SIZE, TextEndpoint::request);
		String body = TextEndpoint.request(text);
		assertThat(body).hasSize(TextEndpoint.MAX_REQUEST_SIZE);
		try (WireClient client = connect()) {
			assertThat(TextEndpoint.text(client.post("/statefun", body).answer())).isEqualTo("Hello " + text);
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
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + ADA.length(), "expect: 100-continue", "");
			assertThat(client.answer().status()).isEqualTo(100);
			assertThat(TextEndpoint.text(client.text(ADA).answer())).isEqualTo("Hello Ada");
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
			assertThat(TextEndpoint.text(client.post("/statefun?x=y", TextEndpoint.request("Ada")).answer()))
				.isEqualTo("Hello Ada");
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
						"content-length: " + ADA.length(), "")
				.text(ADA);
			Answer answer = client.answer();
			assertThat(TextEndpoint.text(answer)).isEqualTo("Hello Ada");
			assertThat(answer.headers()).containsEntry("connection", "close");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenAClientIsOfHttp10ThenTheConnectionIsClosedUnlessItAsksToKeepIt() throws IOException {
		try (WireClient client = connect()) {
			String[] request = { "POST /statefun HTTP/1.0", "content-type: application/octet-stream",
					"content-length: " + ADA.length() };
			client.lines(request).lines("connection: keep-alive", "").text(ADA);
			Answer kept = client.answer();
			assertThat(TextEndpoint.text(kept)).isEqualTo("Hello Ada");
			assertThat(kept.headers()).containsEntry("connection", "keep-alive");
			client.lines(request).lines("").text(TextEndpoint.request("Eve"));
			Answer closed = client.answer();
			assertThat(TextEndpoint.text(closed)).isEqualTo("Hello Eve");
			assertThat(closed.headers()).containsEntry("connection", "close");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenRequestsArePipelinedThenTheyAreAnsweredInOrderAndOneAtATime() throws Exception {
		BlockingQueue<CompletableFuture<String>> answers = new LinkedBlockingQueue<>();
		restart(TextEndpoint.asynchronous((request) -> {
			CompletableFuture<String> answer = new CompletableFuture<>();
			answers.add(answer);
			return answer;
		}), LONG, LONG);
		try (WireClient client = connect()) {
			for (int i = 0; i < 200; i++) {
				client.post((i % 3 == 0) ? "/elsewhere" : "/statefun", TextEndpoint.request("x"));
			}
			for (int i = 0; i < 200; i++) {
				if (i % 3 != 0) {
					CompletableFuture<String> next = answers.poll(20, TimeUnit.SECONDS);
					assertThat(next).isNotNull();
					assertThat(answers).isEmpty();
					next.complete("answer " + i);
				}
				assertThat(TextEndpoint.text(client.answer())).isEqualTo((i % 3 == 0) ? "" : "answer " + i);
			}
		}
	}

	@Test
	void whenManyRefusedRequestsArePipelinedBehindASlowOneThenAllAreAnswered() throws IOException {
		restart(TextEndpoint.blocking(this::await), LONG, LONG);
		try (WireClient client = connect()) {
			client.post("/statefun", TextEndpoint.request("first"));
			client.text("POST /x HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20_000));
			this.latch.countDown();
			assertThat(TextEndpoint.text(client.answer())).isEqualTo("first");
			for (int i = 0; i < 20_000; i++) {
				assertRefused(client.answer(), 404);
			}
		}
	}

	@Test
	void whenAFunctionIsAsynchronousThenItsAnswerIsWrittenWhenItIsThere() throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		restart(TextEndpoint.asynchronous((request) -> answer), LONG, LONG);
		try (WireClient client = connect()) {
			client.post("/statefun", TextEndpoint.request("Ada"));
			answer.complete("late");
			assertThat(TextEndpoint.text(client.answer())).isEqualTo("late");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 131_071, 131_072, 131_073, 262_144, 20_000_000 })
	void whenAnAnswerIsLongThenItArrivesWhole(int size) throws IOException {
		String text = TextEndpoint.textOf(size, TextEndpoint::answer);
		restart(TextEndpoint.blocking((request) -> text), LONG, LONG);
		try (WireClient client = connect()) {
			for (int i = 0; i < 2; i++) {
				Answer answer = client.post("/statefun", ADA).answer();
				assertThat(answer.body()).hasSize(size);
				assertThat(TextEndpoint.text(answer)).isEqualTo(text);
			}
		}
	}

	@Test
	void whenFunctionsBlockThenOtherConnectionsAreServed() throws IOException {
		restart(TextEndpoint.blocking((request) -> request.equals("block") ? await(request) : request), LONG, LONG);
		WireClient[] blocked = new WireClient[50];
		try (WireClient client = connect()) {
			for (int i = 0; i < blocked.length; i++) {
				// So that calls are known to be quick, and those that block surprise
				for (int k = 0; k < 100; k++) {
					assertThat(TextEndpoint.exchange(client, "quick")).isEqualTo("quick");
				}
				blocked[i] = connect();
				blocked[i].post("/statefun", TextEndpoint.request("block"));
			}
			this.latch.countDown();
			for (WireClient one : blocked) {
				assertThat(TextEndpoint.text(one.answer())).isEqualTo("block");
				one.close();
			}
		}
	}

	@Test
	void whenARecorderFailsThenTheConnectionIsClosedAndOthersAreServed() throws IOException {
		HttpRecorder failing = (head) -> new HttpRecorder.Recording() {

			@Override
			public void handle(Runnable handling) {
				if (head.headers().contains("fail")) {
					throw new IllegalStateException("Oh no");
				}
				handling.run();
			}

			@Override
			public void answered(int status) {
			}

		};
		restart(server(TextEndpoint.blocking(Function.identity()), failing, LONG, LONG));
		try (WireClient client = connect(); WireClient other = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "fail: yes",
					"content-length: " + ADA.length(), "");
			assertThat(client.text(ADA).isClosed()).isTrue();
			assertThat(TextEndpoint.exchange(other, "Ada")).isEqualTo("Ada");
		}
	}

	@Test
	void whenAClientHangsUpBeforeItsAnswerThenTheEndpointIsTold(CapturedOutput output) throws Exception {
		restart(TextEndpoint.blocking(this::await), LONG, LONG);
		WireClient client = connect();
		client.post("/statefun", ADA);
		this.called.await();
		client.reset();
		try (WireClient other = connect()) {
			this.latch.countDown();
			assertThat(TextEndpoint.exchange(other, "Eve")).isEqualTo("Eve");
		}
		awaitUndelivered(output, "Ada");
	}

	@Test
	void whenAClientHangsUpInTheMiddleOfARequestThenNothingIsCalled() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		restart(TextEndpoint.blocking((request) -> request + calls.incrementAndGet()), LONG, LONG);
		WireClient client = connect();
		client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
				"content-length: " + ADA.length(), "");
		client.text(ADA.substring(1)).close();
		try (WireClient other = connect()) {
			assertThat(TextEndpoint.exchange(other, "Eve")).isEqualTo("Eve1");
		}
		this.server.close();
		assertThat(calls).hasValue(1);
	}

	@Test
	void whenNoRequestArrivesThenTheConnectionIsClosed() throws IOException {
		restart(TextEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient client = connect()) {
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenTheRestOfAHeadDoesNotArriveThenTheConnectionIsClosed() throws IOException {
		restart(TextEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient head = connect(); WireClient later = connect()) {
			head.text("POST /statefun HTTP/1.1\r\ncontent");
			assertThat(TextEndpoint.exchange(later, "Ada")).isEqualTo("Ada");
			later.text("POST /statefun HTTP/1.1\r\ncontent");
			assertThat(List.of(head.isClosed(), later.isClosed())).containsOnly(true);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAHeadArrivesByteByByteForTooLongThenTheConnectionIsClosed(boolean served) throws Exception {
		restart(TextEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient client = connect()) {
			if (served) {
				assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
			}
			client.text("POST /statefun HTTP/1.1\r\nx: ");
			assertClosedWhile(client, "x");
		}
	}

	@Test
	void whenTheRestOfABodyDoesNotArriveThenTheAnswerSaysSoAndThePlaceIsFree() throws IOException {
		AdmissionControl control = new AdmissionControl(1, 10_000);
		restart(TextEndpoint.blocking(Function.identity(), control, STALLED), LONG, LONG);
		try (WireClient body = connect(); WireClient none = connect(); WireClient refused = connect()) {
			body.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 300", "")
				.text("Ad");
			none.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 300", "");
			refused.lines("POST /elsewhere HTTP/1.1", "content-length: 3", "").text("Ad");
			assertRefusedAndClosed(body, 408);
			assertRefusedAndClosed(none, 408);
			assertThat(refused.isClosed()).isTrue();
		}
		Awaitility.await().until(() -> control.bytes() == 0);
	}

	@Test
	void whenABodyArrivesMoreSlowlyThanTheLeastRateThenTheAnswerSaysSo() throws Exception {
		TransferLimits limits = new TransferLimits(LONG, SHORT, DataSize.ofKilobytes(100));
		restart(TextEndpoint.blocking(Function.identity(), TextEndpoint.unlimited(), limits), LONG, LONG);
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 900",
					"");
			for (int i = 0; i < 500 && !client.hasAnswer(Duration.ofMillis(5)); i++) {
				client.text("x");
			}
			assertRefusedAndClosed(client, 408);
		}
	}

	@Test
	void whenABodyTakesLongerThanAllowedThenTheAnswerSaysSoHoweverSteadilyItArrives() throws Exception {
		TransferLimits limits = new TransferLimits(SHORT, LONG, DataSize.ofBytes(1));
		restart(TextEndpoint.blocking(Function.identity(), TextEndpoint.unlimited(), limits), LONG, LONG);
		try (WireClient client = connect()) {
			client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 900",
					"");
			for (int i = 0; i < 500 && !client.hasAnswer(Duration.ofMillis(5)); i++) {
				client.text("x");
			}
			assertRefusedAndClosed(client, 408);
		}
	}

	@Test
	void whenAnswersAreOnlyRefusalsThenTheConnectionDoesNotEarnTheIdleTimeout() throws IOException {
		restart(TextEndpoint.blocking(Function.identity()), SHORT, LONG);
		try (WireClient missing = connect(); WireClient malformed = connect()) {
			assertRefused(missing.post("/elsewhere", "Ada").answer(), 404);
			assertRefused(malformed.post("/statefun", "").answer(), 400);
			assertThat(List.of(missing.isClosed(), malformed.isClosed())).containsOnly(true);
		}
	}

	@Test
	void whenBodiesThatArriveTakeAllRoomThenWholeOnesAreServedAndOneMayExceedIt() throws IOException {
		AdmissionControl control = new AdmissionControl(10, 1000);
		restart(TextEndpoint.blocking(Function.identity(), control, TransferLimits.DEFAULT), LONG, LONG);
		try (WireClient first = connect();
				WireClient second = connect();
				WireClient third = connect();
				WireClient canary = connect()) {
			String body = TextEndpoint.request(TextEndpoint.textOf(700, TextEndpoint::request));
			begin(first, body, 690);
			Awaitility.await().until(() -> control.bytes() == body.length());
			begin(second, body, 690);
			Awaitility.await().until(() -> control.bytes() == 2 * body.length());
			begin(third, body, 690);
			assertThat(TextEndpoint.exchange(canary, "canary")).isEqualTo("canary");
			assertRefused(third.text(body.substring(690)).answer(), 429);
			assertThat(second.text(body.substring(690)).answer().status()).isEqualTo(200);
			assertThat(first.text(body.substring(690)).answer().status()).isEqualTo(200);
			assertThat(third.post("/statefun", body).answer().status()).isEqualTo(200);
			Awaitility.await().until(() -> control.bytes() == 0);
		}
	}

	/** Send the beginning of a body, and wait until it has arrived. */
	private static void begin(WireClient client, String body, int length) throws IOException {
		client.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
				"content-length: " + body.length(), "expect: 100-continue", "");
		assertThat(client.answer().status()).isEqualTo(100);
		client.text(body.substring(0, length));
	}

	private static void assertClosedWhile(WireClient client, String next) throws IOException {
		for (int i = 0; i < 1000; i++) {
			try {
				client.text(next);
			}
			catch (IOException ex) {
				return;
			}
			if (client.hasAnswer(Duration.ofMillis(5))) {
				break;
			}
		}
		assertThat(client.isClosed()).isTrue();
	}

	@Test
	void whenNoOtherRequestArrivesThenTheConnectionIsClosed() throws IOException {
		restart(TextEndpoint.blocking(Function.identity()), LONG, SHORT);
		try (WireClient client = connect()) {
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void whenFunctionsTakeLongerThanTheTimeoutsThenTheConnectionIsKept() throws IOException {
		restart(TextEndpoint.blocking(this::await), SHORT, SHORT);
		try (WireClient working = connect(); WireClient idle = connect()) {
			working.post("/statefun", TextEndpoint.request("Ada"));
			// Waits for the timeouts
			assertThat(idle.isClosed()).isTrue();
			try (WireClient again = connect()) {
				assertThat(again.isClosed()).isTrue();
			}
			this.latch.countDown();
			assertThat(TextEndpoint.text(working.answer())).isEqualTo("Ada");
		}
	}

	@Test
	void whenAClientTakesNoMoreOfAnAnswerThenTheConnectionIsClosed(CapturedOutput output) throws Exception {
		AdmissionControl control = TextEndpoint.unlimited();
		restart(TextEndpoint.blocking((request) -> "x".repeat(100_000_000), control, STALLED), LONG, LONG);
		try (WireClient client = WireClient.connectUnread(this.port)) {
			client.post("/statefun", ADA);
			awaitUndelivered(output, "Ada");
			Awaitility.await().until(() -> control.bytes() == 0);
		}
	}

	@Test
	void whenAClientTakesAnAnswerSlowlyButSteadilyThenItGetsAllOfIt() throws Exception {
		TransferLimits limits = new TransferLimits(LONG, Duration.ofSeconds(2), DataSize.ofKilobytes(1));
		restart(TextEndpoint.blocking((request) -> "x".repeat(20_000_000), TextEndpoint.unlimited(), limits), LONG,
				LONG);
		try (WireClient client = connect()) {
			Answer answer = client.post("/statefun", ADA).answer();
			assertThat(answer.body()).hasSizeGreaterThan(20_000_000);
		}
	}

	@Test
	void whenAnAnswerIsNotTakenThenItsBytesCountAndSmallRequestsAreServed() throws Exception {
		AdmissionControl control = new AdmissionControl(10, 10_000_000);
		restart(TextEndpoint.blocking((request) -> request.equals("large") ? "x".repeat(12_000_000) : request, control,
				TransferLimits.DEFAULT), LONG, LONG);
		try (WireClient client = WireClient.connectUnread(this.port); WireClient other = connect()) {
			client.post("/statefun", TextEndpoint.request("large"));
			Awaitility.await().until(() -> control.bytes() > 12_000_000 && control.requests() == 0);
			assertRefused(other.post("/statefun", TextEndpoint.request("large")).answer(), 429);
			assertThat(TextEndpoint.exchange(other, "small")).isEqualTo("small");
			assertThat(client.answer().status()).isEqualTo(200);
			Awaitility.await().until(() -> control.bytes() == 0);
			assertThat(other.post("/statefun", TextEndpoint.request("large")).answer().status()).isEqualTo(200);
		}
	}

	private static void awaitUndelivered(CapturedOutput output, String id) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> output.getAll().contains("The engine did not wait for the answer of test/text for id '" + id));
	}

	private void restart(RequestReplyEndpoint endpoint, Duration ioTimeout, Duration idleTimeout) {
		restart(server(endpoint, HttpRecorder.NONE, ioTimeout, idleTimeout));
	}

	private void restart(NettyServer other) {
		this.server.close();
		this.server = other;
		this.port = this.server.listen(null, 0, null);
	}

	private static NettyServer server(RequestReplyEndpoint endpoint, HttpRecorder recorder, Duration ioTimeout,
			Duration idleTimeout) {
		HttpSettings settings = new HttpSettings(endpoint, new EndpointPath("/statefun", null), recorder, 512,
				idleTimeout, ioTimeout);
		return new NettyServer(settings, 1000, ServerThreads.workers(100), true, List.of());
	}

	private WireClient connect() throws IOException {
		return WireClient.connect(this.port);
	}

	private String await(String answer) {
		this.called.countDown();
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
