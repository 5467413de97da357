package dev.statefun.http.netty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.statefun.AsyncStatefulFunction;
import dev.statefun.EgressMessage;
import dev.statefun.dispatch.FunctionDefinition;
import dev.statefun.dispatch.FunctionRegistry;
import dev.statefun.dispatch.RequestReplyHandler;
import dev.statefun.http.AdmissionControl;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.TransferLimits;
import dev.statefun.protocol.InvocationResult.Completed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;
import dev.statefun.testing.EngineRequest;
import dev.statefun.testing.WireClient;
import dev.statefun.testing.WireClient.Answer;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

import org.springframework.util.unit.DataSize;

/**
 * An endpoint with a function that answers a text with another one. Also writes the
 * requests and reads the answers. Each request is for another instance, so that none
 * waits for another.
 */
final class TextEndpoint {

	static final int MAX_REQUEST_SIZE = 1000;

	/** The fields that lead from an answer to the text of its first egress message. */
	private static final int[] PATH_OF_TEXT = { 100, 4, 3, 3 };

	private static final String FUNCTION = "test/text";

	private static final String EGRESS = "test/out";

	private static final String TYPE = "test/Text";

	private TextEndpoint() {
	}

	/** Answers when the future completes. */
	static RequestReplyEndpoint asynchronous(Function<String, CompletableFuture<String>> answers) {
		return asynchronous(answers, unlimited(), TransferLimits.DEFAULT);
	}

	static AdmissionControl unlimited() {
		return new AdmissionControl(AdmissionControl.MAX_REQUESTS, AdmissionControl.MAX_BYTES);
	}

	/** Answers when the future completes, within limits. */
	static RequestReplyEndpoint asynchronous(Function<String, CompletableFuture<String>> answers,
			AdmissionControl control, TransferLimits limits) {
		AsyncStatefulFunction function = (context, message) -> answers
			.apply(message.rawValue().toString(StandardCharsets.ISO_8859_1))
			.thenAccept((text) -> context.send(EgressMessage.of(EGRESS, new TypedValue(TYPE, bytes(text)))));
		RequestReplyHandler handler = RequestReplyHandler
			.builder(FunctionRegistry.of(FunctionDefinition.ofAsync(FUNCTION, function)))
			.maxResponseSize(Integer.MAX_VALUE)
			.build();
		return RequestReplyEndpoint.builder(() -> handler, RequestReplyProtocol.detecting(), control)
			.maxRequestSize(DataSize.ofBytes(MAX_REQUEST_SIZE))
			.transferLimits(limits)
			.build();
	}

	/** Answers at once, but waits first if it is told to. */
	static RequestReplyEndpoint blocking(Function<String, String> answers) {
		return blocking(answers, unlimited(), TransferLimits.DEFAULT);
	}

	/** Answers at once, within limits. */
	static RequestReplyEndpoint blocking(Function<String, String> answers, AdmissionControl control,
			TransferLimits limits) {
		return asynchronous((request) -> CompletableFuture.completedFuture(answers.apply(request)), control, limits);
	}

	/** The body of a request with a text. Its instance has that name, and a number. */
	static String request(String text) {
		String id = text.substring(0, Math.min(text.length(), 10)) + "-" + UUID.randomUUID();
		byte[] request = EngineRequest.v3(FUNCTION, id, "none", TYPE, bytes(text));
		return new String(request, StandardCharsets.ISO_8859_1);
	}

	/** The body of an answer with a text. */
	static String answer(String text) {
		Outgoing message = new SendEgress(TypeName.parse(EGRESS), new TypedValue(TYPE, bytes(text)));
		Completed result = Completed.of(ProtocolVersion.V3, List.of(), List.of(message));
		return RequestReplyProtocol.detecting().encode(result).toString(StandardCharsets.ISO_8859_1);
	}

	/** The longest text with which a body has at most that size. */
	static String textOf(int bodySize, UnaryOperator<String> body) {
		String text = "0123456789".repeat(bodySize / 10 + 1).substring(0, bodySize);
		for (int size = body.apply(text).length(); size > bodySize; size = body.apply(text).length()) {
			text = text.substring((size - bodySize + 1) / 2);
		}
		return text;
	}

	/** Send a request, and return the text in the answer. */
	static String exchange(WireClient client, String text) throws IOException {
		return text(client.post("/statefun", request(text)).answer());
	}

	/** The text in an answer, empty if the answer is a refusal. */
	static String text(Answer answer) {
		ByteString bytes = ByteString.copyFrom(answer.body());
		try {
			for (int field : PATH_OF_TEXT) {
				if (bytes.isEmpty()) {
					return "";
				}
				bytes = UnknownFieldSet.parseFrom(bytes).getField(field).getLengthDelimitedList().get(0);
			}
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	private static ByteString bytes(String text) {
		return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
	}

}
