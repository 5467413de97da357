package dev.statefun.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import dev.statefun.autoconfigure.module.internal.EngineModule.KafkaConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link KafkaReachability}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KafkaReachabilityTests {

	private final KafkaReachability reachability = new KafkaReachability(Duration.ofSeconds(2));

	@ParameterizedTest
	@CsvSource({ "localhost:%d", "'127.0.0.1:1, localhost:%d'", "PLAINTEXT://localhost:%d" })
	void whenABrokerOfTheAddressListensThenAllIsWell(String address) throws IOException {
		try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			assertThatNoException().isThrownBy(
					() -> check(new KafkaConnection("ingress a/b", address.formatted(broker.getLocalPort()), true)));
		}
	}

	@Test
	void whenNoBrokerListensThenOneMessageNamesTheAddressAndAllThatNeedIt() {
		assertThatExceptionOfType(EmbeddedEngineException.class)
			.isThrownBy(() -> check(new KafkaConnection("egress a/out", "localhost:1", false),
					new KafkaConnection("ingress a/in", "localhost:1", true)))
			.withMessageContaining(
					"cannot reach Kafka at localhost:1 (Connection refused), for the egress a/out and the ingress a/in")
			.withMessageContaining("'statefun.kafka.bootstrap-servers'");
	}

	@ParameterizedTest
	@CsvSource({ "${kafka.address}, placeholder", "localhost, not host:port", "no-such-host.invalid:9092, not known",
			"localhost:99999, port" })
	void whenTheAddressIsNoneThenTheMessageSaysWhy(String address, String reason) {
		assertThatExceptionOfType(EmbeddedEngineException.class)
			.isThrownBy(() -> check(new KafkaConnection("ingress a/in", address, true)))
			.withMessageContaining(address)
			.withMessageContaining(reason);
	}

	@Test
	void whenOnlyAnEgressLacksItsBrokerThenTheEngineStartsAndOneLineSaysSo(CapturedOutput output) {
		check(new KafkaConnection("egress a/out", "localhost:1", false));
		assertThat(output).containsOnlyOnce("cannot reach Kafka at localhost:1").contains("egress a/out");
	}

	private void check(KafkaConnection... connections) {
		this.reachability.check(List.of(connections));
	}

}
