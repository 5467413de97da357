package dev.statefun.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded case: a line of one of the files in {@code vectors}.
 */
record Vector(String name, JsonNode json) {

	static Stream<Vector> of(String... files) {
		return Stream.of(files).flatMap(Vector::lines);
	}

	private static Stream<Vector> lines(String file) {
		JsonMapper mapper = new JsonMapper();
		try (InputStream input = Vector.class.getResourceAsStream("/vectors/" + file + ".jsonl")) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(mapper::readTree)
				.map((json) -> new Vector(file + " " + json.get("case").asString(), json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] request() {
		return HexFormat.of().parseHex(text("request_hex"));
	}

	boolean isAnswered() {
		return this.json.has("response_hex");
	}

	byte[] response() {
		return HexFormat.of().parseHex(text("response_hex"));
	}

	ProtocolVersion version() {
		return switch (text("protocol")) {
			case "2.x" -> ProtocolVersion.V2;
			case "3.x" -> ProtocolVersion.V3;
			default -> throw new IllegalStateException(this.name + " is of no protocol");
		};
	}

	String text(String field) {
		return this.json.get(field).asString();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
