package dev.statefun.integration.recorder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import dev.statefun.integration.EngineSetup;
import dev.statefun.integration.Proves;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.ProtocolVersion;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is recorded is what passed, and has both kinds of answers.
 */
class RecordEnginesIT {

	/** Field 101 of an answer, a message: the states that the engine is to send. */
	private static final String INCOMPLETE = "aa06";

	/** Field 100 of an answer, a message: what came of the invocations. */
	private static final String RESULT = "a206";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(EngineSetup.class)
	@Proves("the handshake: states are declared by functions (3.x), or by the module file (2.x)")
	void whenAnEngineIsRecordedThenItsVectorsAreThere(EngineSetup setup) throws Exception {
		Path file = this.directory.resolve("engine.jsonl");
		List<Exchange> exchanges = RecordEngines.record(setup, file);
		List<String> lines = Files.readAllLines(file);
		assertThat(lines).hasSameSizeAs(exchanges);
		JsonMapper mapper = new JsonMapper();
		ProtocolVersion version = setup.isLegacy() ? ProtocolVersion.V2 : ProtocolVersion.V3;
		for (String line : lines) {
			JsonNode vector = mapper.readTree(line);
			byte[] request = HexFormat.of().parseHex(vector.get("request_hex").asString());
			InvocationBatch batch = new Exchange("", List.of(), request, 200, new byte[0]).batch(version);
			assertThat(vector.get("protocol").asString()).isEqualTo(setup.isLegacy() ? "2.x" : "3.x");
			assertThat(batch.target()).hasToString(vector.get("target").asString());
			assertThat(vector.get("status").asString()).isEqualTo("200");
			boolean statesAreMissing = batch.target().toString().startsWith("record/step/") && batch.states().isEmpty();
			assertThat(vector.get("response_hex").asString()).startsWith(statesAreMissing ? INCOMPLETE : RESULT);
		}
		assertThat(lines.stream().filter((line) -> line.contains("\"response_hex\":\"" + INCOMPLETE)).count())
			.satisfies((handshakes) -> {
				if (setup.isLegacy()) {
					assertThat(handshakes).isZero();
				}
				else {
					assertThat(handshakes).isPositive();
				}
			});
	}

}
