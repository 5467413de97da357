package dev.statefun.integration.kafka;

import dev.statefun.integration.KafkaBroker;

/**
 * From the topic {@code numbers} to {@code it/counter}, and from the egress
 * {@code it/results} to whatever topic, exactly once.
 */
public final class KafkaModule {

	private KafkaModule() {
	}

	/** For 3.x. */
	public static String documents(KafkaBroker broker) {
		return """
				kind: io.statefun.kafka.v1/ingress
				spec:
				  id: it/numbers
				  address: %1$s
				  consumerGroupId: it
				  startupPosition:
				    type: earliest
				  topics:
				    - topic: numbers
				      valueType: it/number
				      targets:
				        - it/counter
				---
				kind: io.statefun.kafka.v1/egress
				spec:
				  id: it/results
				  address: %1$s
				  deliverySemantic:
				    type: exactly-once
				    transactionTimeout: 5min
				""".formatted(broker.address());
	}

	/** For 2.x. */
	public static String legacySections(KafkaBroker broker) {
		return """
				    ingresses:
				      - ingress:
				          meta:
				            type: statefun.kafka.io/routable-protobuf-ingress
				            id: it/numbers
				          spec:
				            address: %1$s
				            consumerGroupId: it
				            startupPosition:
				              type: earliest
				            topics:
				              - topic: numbers
				                typeUrl: it/number
				                targets:
				                  - it/counter
				    egresses:
				      - egress:
				          meta:
				            type: statefun.kafka.io/generic-egress
				            id: it/results
				          spec:
				            address: %1$s
				            deliverySemantic:
				              type: exactly-once
				              transactionTimeoutMillis: 300000
				""".formatted(broker.address());
	}

}
