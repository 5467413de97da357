package dev.statefun.autoconfigure.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import dev.statefun.protocol.ProtocolVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an official SDK made of a request: a line of one of the files in {@code vectors}.
 */
record RecordedCase(JsonNode json) {

	static List<RecordedCase> ofPythonSdk() {
		return read("python-sdk-2.0.0");
	}

	static List<RecordedCase> ofJavaSdk() {
		return read("java-sdk-3.3.0");
	}

	static Stream<RecordedCase> all() {
		return Stream.concat(ofPythonSdk().stream(), ofJavaSdk().stream());
	}

	private static List<RecordedCase> read(String file) {
		JsonMapper mapper = new JsonMapper();
		try (InputStream input = RecordedCase.class.getResourceAsStream("/vectors/" + file + ".jsonl")) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(mapper::readTree)
				.map(RecordedCase::new)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return text("case");
	}

	/** What the function does, in words. */
	String behaviour() {
		return text("function_behaviour");
	}

	ProtocolVersion version() {
		return text("protocol").equals("2.x") ? ProtocolVersion.V2 : ProtocolVersion.V3;
	}

	byte[] request() {
		return HexFormat.of().parseHex(text("request_hex"));
	}

	boolean isAnswered() {
		return text("outcome").equals("response");
	}

	Outcome.Effects effects() {
		return Outcome.Effects.of(version(), HexFormat.of().parseHex(text("response_hex")));
	}

	/**
	 * The states that the function declares, only known of the Java SDK: in 2.x the
	 * module file does.
	 */
	List<DeclaredState> declaredStates() {
		return this.json.get("declared_states")
			.valueStream()
			.map((state) -> new DeclaredState(state.get("name").asString(), state.get("type").asString(),
					state.get("expire_mode").asString().replace("AFTER_CALL", "AFTER_INVOKE"),
					state.get("expire_millis").asLong()))
			.toList();
	}

	private String text(String field) {
		return this.json.get(field).asString();
	}

	@Override
	public String toString() {
		return name();
	}

	record DeclaredState(String name, String type, String expirationMode, long expirationMillis) {

	}

}
