package dev.statefun.autoconfigure.module.internal;

import java.util.List;
import java.util.Set;

/**
 * A module file for the embedded engine.
 *
 * @param text the YAML, with its credentials
 * @param connections the ingresses and egresses that connect to Kafka
 * @param credentials the credentials in it, which must not be logged
 */
public record EngineModule(String text, List<KafkaConnection> connections, Set<String> credentials) {

	/**
	 * An ingress or egress of Kafka.
	 *
	 * @param name what it is, and its id, such as {@code ingress example/logins}
	 * @param address the address of the brokers, separated by commas
	 * @param atStart whether the engine cannot start without it
	 */
	public record KafkaConnection(String name, String address, boolean atStart) {

	}

}
