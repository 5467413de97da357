package dev.statefun.http;

import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.protobuf.ByteString;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.dispatch.Timer;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.testing.EngineRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RequestReplyEndpointTests {

	private static final byte[] REQUEST = EngineRequest.v3("demo/function", "ada", "none", "demo/Any",
			ByteString.EMPTY);

	private CompletableFuture<Void> pending = new CompletableFuture<>();

	private BatchInterceptor interceptor = (batch, next) -> next.proceed();

	/** Or it would be given up, and logged, while another test looks at the log. */
	@AfterEach
	void endWhatIsPending() {
		this.pending.complete(null);
	}

	@ParameterizedTest
	@CsvSource({ "POST,application/octet-stream,0,", "POST,application/octet-stream,1000,", "POST,,-1,415",
			"POST,APPLICATION/octet-stream,-1,", "POST,application/octet-stream; charset=utf-8,-1,", "GET,,-1,405",
			"post,,-1,405", "GET,text/plain,1001,405", "POST,text/plain,1001,415", "POST,octet-stream,-1,415",
			"POST,'',-1,415", "POST,,1001,415", "POST,application/octet-stream,1001,413" })
	void whenARequestBeginsThenMethodTypeAndLengthAreLookedAtInThisOrder(String method, String contentType, long length,
			Integer status) {
		EndpointResponse refusal = endpoint(Duration.ofMinutes(1)).admit(method, contentType, length).refusal();
		if (status == null) {
			assertThat(refusal).isNull();
		}
		else {
			assertThat(refusal.status()).isEqualTo(status);
			assertThat(refusal.body()).isEmpty();
		}
	}

	@Test
	void whenFunctionsAreSynchronousThenTheAnswerIsThereOnReturn() {
		this.pending.complete(null);
		CompletableFuture<EndpointResponse> answer = Exchanges.handle(endpoint(Duration.ofMinutes(1)), REQUEST);
		assertThat(answer).isCompletedWithValueMatching((response) -> response.status() == 200);
		assertThat(answer.join().target()).hasToString("demo/function/ada");
	}

	@Test
	void whenAFunctionIsAsynchronousThenItsEndCompletesTheAnswer() {
		CompletableFuture<EndpointResponse> answer = Exchanges.handle(endpoint(Duration.ofMinutes(1)), REQUEST);
		assertThat(answer).isNotDone();
		this.pending.complete(null);
		assertThat(answer).isCompletedWithValueMatching((response) -> response.status() == 200);
	}

	@Test
	void whenAFunctionDoesNotEndThenTheTimeoutCompletesTheAnswer(CapturedOutput output) {
		EndpointResponse response = Exchanges.handle(endpoint(Duration.ofMillis(1)), REQUEST).join();
		assertThat(response.status()).isEqualTo(500);
		assertThat(output).contains("demo/function did not handle a request for id 'ada' within PT0.001S");
		assertThat(this.pending).isNotDone();
	}

	@Test
	void whenARequestHasTimedOutThenItsInstanceIsFree() {
		RequestReplyEndpoint endpoint = endpoint(Duration.ofMillis(1));
		assertThat(Exchanges.handle(endpoint, REQUEST).join().status()).isEqualTo(500);
		this.pending.complete(null);
		assertThat(Exchanges.handle(endpoint, REQUEST).join().status()).isEqualTo(200);
	}

	@Test
	void whenAnInterceptorBlocksAfterATimeoutThenOtherTimersAreInTime() {
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		CompletableFuture<Void> release = new CompletableFuture<>();
		this.interceptor = (batch, next) -> {
			CompletionStage<InvocationResult> stage = next.proceed();
			stage.whenComplete((result, ex) -> {
				blocked.complete(null);
				release.join();
			});
			return stage;
		};
		try {
			Exchanges.handle(endpoint(Duration.ofMillis(1)), REQUEST);
			assertThat(blocked).succeedsWithin(Duration.ofSeconds(30));
			assertThat(Timer.system().after(Duration.ofMillis(1))).succeedsWithin(Duration.ofSeconds(30));
		}
		finally {
			release.complete(null);
		}
	}

	@Test
	void whenTheSameRequestComesAgainThenBothGetTheAnswer() {
		RequestReplyEndpoint endpoint = endpoint(Duration.ofMinutes(1));
		CompletableFuture<EndpointResponse> first = Exchanges.handle(endpoint, REQUEST);
		CompletableFuture<EndpointResponse> second = Exchanges.handle(endpoint, REQUEST.clone());
		this.pending.complete(null);
		assertThat(first.join().status()).isEqualTo(200);
		first.join().release();
		assertThat(second.join().status()).isEqualTo(200);
	}

	@Test
	void whenAnInstanceIsStillAtWorkThenOtherRequestsAreToComeAgain(CapturedOutput output) {
		RequestReplyEndpoint endpoint = endpoint(Duration.ofMinutes(1));
		Exchanges.handle(endpoint, REQUEST);
		EndpointResponse response = Exchanges
			.handle(endpoint, EngineRequest.v3("demo/function", "ada", "none", "demo/Other", ByteString.EMPTY))
			.join();
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.body()).isEmpty();
		assertThat(output.getAll().lines()).singleElement()
			.asString()
			.contains("WARN", "demo/function is still at work on another request for id 'ada'");
	}

	@Test
	void whenTheEngineHangsUpInARequestThenOneLineSaysSo(CapturedOutput output) {
		assertThat(endpoint(Duration.ofMinutes(1)).refuse(new EOFException("hung up")).status()).isEqualTo(500);
		assertThat(output.getAll().lines()).singleElement()
			.asString()
			.contains("WARN", "A request of the engine could not be read: java.io.EOFException: hung up");
	}

	@Test
	void whenAnInterceptorThrowsThenTheEngineIsToRetry(CapturedOutput output) {
		this.interceptor = (batch, next) -> {
			throw new IllegalStateException("vetoed");
		};
		assertThat(Exchanges.handle(endpoint(Duration.ofMinutes(1)), REQUEST).join().status()).isEqualTo(500);
		assertThat(output).contains("could not be answered", "IllegalStateException: vetoed");
	}

	@Test
	void whenAnInterceptorHasNoResultThenTheEngineIsToRetryAndItIsNotATimeout(CapturedOutput output) {
		this.interceptor = (batch, next) -> this.pending.thenApply((value) -> null);
		CompletableFuture<EndpointResponse> answer = Exchanges.handle(endpoint(Duration.ofMinutes(1)), REQUEST);
		this.pending.complete(null);
		assertThat(answer.join().status()).isEqualTo(500);
		assertThat(output).contains("The answer of demo/function for id 'ada' could not be written");
	}

	@Test
	void whenAnInterceptorCancelsThenTheEngineIsToRetry() {
		CompletableFuture<InvocationResult> cancelled = new CompletableFuture<>();
		cancelled.cancel(true);
		this.interceptor = (batch, next) -> cancelled;
		assertThat(Exchanges.handle(endpoint(Duration.ofMinutes(1)), REQUEST).join().status()).isEqualTo(500);
	}

	private RequestReplyEndpoint endpoint(Duration timeout) {
		AsyncStatefulFunction function = (context, message) -> this.pending;
		RequestReplyHandler handler = RequestReplyHandler
			.builder(new FunctionRegistry(List.of(FunctionDefinition.ofAsync("demo/function", function))))
			.batchInterceptors(List.of(this.interceptor))
			.build();
		return RequestReplyEndpoint.builder(() -> handler, RequestReplyProtocol.detecting(), Admissions.unlimited())
			.maxRequestSize(DataSize.ofBytes(1000))
			.asyncTimeout(timeout)
			.build();
	}

}
