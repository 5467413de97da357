package dev.statefun.integration.recorder;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.ProtocolVersion;
import dev.statefun.protocol.RequestReplyProtocol;

/**
 * A request of an engine, and its answer, byte for byte.
 *
 * @param requestLine the first line of the request
 * @param headers its headers, name and value, in their order
 * @param request its body
 * @param status the status of the answer
 * @param response the body of the answer
 */
public record Exchange(String requestLine, List<List<String>> headers, byte[] request, int status, byte[] response) {

	private static final HexFormat HEX = HexFormat.of();

	/**
	 * Decodes the request.
	 * @param version its protocol, which the bytes alone do not always tell
	 * @return what it says
	 */
	public InvocationBatch batch(ProtocolVersion version) {
		return RequestReplyProtocol.of(version).decode(this.request);
	}

	/**
	 * Describes it as a line of a file of vectors.
	 * @param number its place among the lines
	 * @param engine the engine, its version and transport
	 * @param version the protocol of the engine
	 * @return names and values, in their order
	 */
	Map<String, Object> toVector(int number, String engine, ProtocolVersion version) {
		InvocationBatch batch = batch(version);
		Map<String, Object> vector = new LinkedHashMap<>();
		vector.put("case", "%02d-%s".formatted(number, batch.target().id()));
		vector.put("protocol", (batch.version() == ProtocolVersion.V2) ? "2.x" : "3.x");
		vector.put("recorded_from", engine);
		vector.put("target", batch.target().toString());
		vector.put("batch_size", Integer.toString(batch.invocations().size()));
		List<String> arguments = new ArrayList<>();
		List<String> callers = new ArrayList<>();
		batch.invocations().forEach((invocation) -> {
			arguments.add(invocation.argument().typeName());
			callers.add((invocation.caller() != null) ? invocation.caller().toString() : "none");
		});
		vector.put("arguments", String.join(", ", arguments));
		vector.put("callers", String.join(", ", callers));
		List<String> states = new ArrayList<>();
		batch.states()
			.forEach((state) -> states.add(state.name() + ((state.value() != null) ? " present" : " absent")));
		vector.put("states", String.join(", ", states));
		vector.put("request_line", this.requestLine);
		vector.put("headers", this.headers);
		vector.put("request_hex", HEX.formatHex(this.request));
		vector.put("status", Integer.toString(this.status));
		vector.put("response_hex", HEX.formatHex(this.response));
		return vector;
	}

}
