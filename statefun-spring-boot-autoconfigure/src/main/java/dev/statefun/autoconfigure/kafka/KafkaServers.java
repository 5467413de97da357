package dev.statefun.autoconfigure.kafka;

import java.util.List;

/**
 * The brokers to which the application itself connects.
 */
interface KafkaServers {

	/** Return the addresses for consumers, which are empty if there are none. */
	List<String> ofConsumers();

	/** Return the addresses for producers, which are empty if there are none. */
	List<String> ofProducers();

}
