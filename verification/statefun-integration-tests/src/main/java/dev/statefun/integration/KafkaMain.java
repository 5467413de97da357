package dev.statefun.integration;

import java.io.IOException;
import java.util.Map;

import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * The JVM of a Kafka broker. It ends with its standard input, and so with the one who
 * started it.
 */
final class KafkaMain {

	private KafkaMain() {
	}

	/**
	 * Runs a broker.
	 * @param args none
	 * @throws IOException if the standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1)
			.brokerProperties(Map.of("transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr",
					"1", "offsets.topic.replication.factor", "1", "group.initial.rebalance.delay.ms", "0"));
		broker.afterPropertiesSet();
		System.out.println("statefun-broker ready " + broker.getBrokersAsString());
		while (System.in.read() != -1) {
			// Nothing that it understands
		}
		broker.destroy();
		Runtime.getRuntime().halt(0);
	}

}
