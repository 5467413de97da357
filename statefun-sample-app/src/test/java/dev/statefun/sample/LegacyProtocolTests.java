package dev.statefun.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int32Value;
import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The functions of the sample answer an engine of 2.x as well.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "statefun.embedded-engine.enabled=false")
class LegacyProtocolTests {

	/** As engine 2.2.2 writes it, with the names of the sample; no visits yet. */
	private static final String LOGIN = "a206490a140a0464656d6f1207677265657465721a0361646112080a067669736974731a27"
			+ "12250a0f64656d6f2f4c6f67696e4576656e7412127b22757365724e616d65223a22416461227d";

	@LocalServerPort
	private int port;

	@Test
	void whenAnEngineOf2xSendsALoginThenTheAnswerIsOf2x() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/statefun"))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(HexFormat.of().parseHex(LOGIN)))
			.build();
		HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		UnknownFieldSet result = message(UnknownFieldSet.parseFrom(response.body()), 100);
		UnknownFieldSet visits = message(message(result, 1), 3);
		assertThat(text(visits, 1)).isEqualTo("type.googleapis.com/google.protobuf.Int32Value");
		assertThat(Int32Value.parseFrom(bytes(visits, 2)).getValue()).isEqualTo(1);
		UnknownFieldSet activity = message(message(result, 2), 2);
		assertThat(text(activity, 1)).isEqualTo("demo/Activity");
		UnknownFieldSet egress = message(message(result, 4), 3);
		assertThat(text(egress, 1))
			.isEqualTo("type.googleapis.com/org.apache.flink.statefun.flink.io.KafkaProducerRecord");
		assertThat(text(message(egress, 2), 2)).isEqualTo("Hello Ada, visit 1");
	}

	private static UnknownFieldSet message(UnknownFieldSet message, int field) throws Exception {
		return UnknownFieldSet.parseFrom(bytes(message, field));
	}

	private static String text(UnknownFieldSet message, int field) {
		return bytes(message, field).toStringUtf8();
	}

	private static ByteString bytes(UnknownFieldSet message, int field) {
		return message.getField(field).getLengthDelimitedList().get(0);
	}

}
