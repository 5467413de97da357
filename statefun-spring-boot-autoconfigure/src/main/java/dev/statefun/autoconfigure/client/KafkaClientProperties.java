package dev.statefun.autoconfigure.client;

import java.time.Duration;
import java.util.Map;

import dev.statefun.autoconfigure.kafka.internal.KafkaForm;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the client on Kafka. It connects as {@code spring.kafka} says.
 *
 * @param ingressTopic Topic through which messages go to the engine. Setting it puts the
 * client on Kafka. The topic and the egress topic belong to one gateway.
 * @param egressTopic Topic from which answers come.
 * @param maxAnswerSize How large an answer may be, the id of its ask included. The topic
 * and the producer of the engine must take it. A larger answer fails the ask.
 * @param transactionTimeout How long a transaction of the engine may take with
 * statefun.client.wait-for-checkpoint=true. It must be longer than a checkpoint and a
 * restart of the engine, and at most transaction.max.timeout.ms of the brokers.
 * @param engine How the engine connects to Kafka, for the module file.
 */
@ConfigurationProperties("statefun.client.kafka")
record KafkaClientProperties(@Nullable String ingressTopic, @Nullable String egressTopic,
		@DefaultValue("1000KB") DataSize maxAnswerSize, @DefaultValue("15m") Duration transactionTimeout,
		@DefaultValue Engine engine) {

	/** It leaves room for the description of a failure. */
	private static final DataSize SMALLEST_ANSWER = DataSize.ofKilobytes(256);

	private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(12);

	KafkaClientProperties {
		if (StringUtils.hasText(ingressTopic) != StringUtils.hasText(egressTopic)) {
			boolean ingress = StringUtils.hasText(ingressTopic);
			throw invalid(ingress ? "egress-topic" : "ingress-topic", "",
					"A client on Kafka needs both topics, and only 'statefun.client.kafka.%s' is set."
						.formatted(ingress ? "ingress-topic" : "egress-topic"));
		}
		if (egressTopic != null && egressTopic.equals(ingressTopic)) {
			throw invalid("egress-topic", egressTopic, "It must be another topic than that of the ingress.");
		}
		if (maxAnswerSize.compareTo(SMALLEST_ANSWER) < 0 || maxAnswerSize.compareTo(LARGEST_ANSWER) > 0) {
			throw invalid("max-answer-size", maxAnswerSize, "It must be at least 256KB, and at most 12MB.");
		}
		String problem = KafkaForm.problem(transactionTimeout);
		if (problem != null) {
			throw invalid("transaction-timeout", transactionTimeout, problem);
		}
	}

	/**
	 * How the engine connects to Kafka.
	 *
	 * @param bootstrapServers Addresses of brokers as the engine sees them. By default
	 * those of spring.kafka.
	 * @param properties Further properties of Kafka that the engine's consumer and
	 * producer need, such as security.protocol. Those of spring.kafka do not apply to the
	 * engine, which has files of its own.
	 */
	record Engine(@Nullable String bootstrapServers, @DefaultValue Map<String, String> properties) {

	}

	static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("statefun.client.kafka." + name, value, reason);
	}

	String requiredIngressTopic() {
		return required("ingress-topic", this.ingressTopic);
	}

	String requiredEgressTopic() {
		return required("egress-topic", this.egressTopic);
	}

	private static String required(String name, @Nullable String topic) {
		if (topic == null) {
			throw invalid(name, "", "A client on Kafka needs a topic.");
		}
		return topic;
	}

}
