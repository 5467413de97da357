package dev.statefun.autoconfigure.kafka;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.statefun.autoconfigure.kafka.internal.KafkaForm;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the engine's ingresses and egresses of Kafka. They become part of the
 * module file, and of the embedded engine's.
 *
 * @param bootstrapServers Addresses of brokers as the engine sees them, host:port each.
 * By default those of spring.kafka, or of its service connection.
 * @param properties Properties of all Kafka clients of the engine, by Kafka's names.
 * @param security How the engine authenticates. The settings of spring.kafka do not apply
 * to the engine.
 * @param ingresses Ingresses, by any name. Records of their topics go to functions.
 * @param egresses Egresses, by any name. Functions send records there.
 */
@ConfigurationProperties(prefix = "statefun.kafka", ignoreUnknownFields = false)
record StatefunKafkaProperties(@DefaultValue List<String> bootstrapServers,
		@DefaultValue Map<String, String> properties, @DefaultValue Security security,
		@DefaultValue Map<String, Ingress> ingresses, @DefaultValue Map<String, Egress> egresses) {

	static final String PREFIX = "statefun.kafka.";

	private static final String GROUP_ID = "group.id";

	/** The engine replaces these by its own values. */
	private static final Map<String, String> REFUSED = Map.of("bootstrap.servers", "bootstrap-servers",
			"key.serializer", "", "value.serializer", "", "key.deserializer", "", "value.deserializer", "");

	StatefunKafkaProperties {
		checkServers("", bootstrapServers);
		checkClient("", properties, REFUSED);
		if (properties.containsKey(GROUP_ID)) {
			throw invalid("properties." + GROUP_ID, "", "Each ingress has its own. Set its 'group-id'.");
		}
		ingresses.forEach((name, ingress) -> ingress.check(name, "ingresses." + name + "."));
		egresses.forEach((name, egress) -> egress.check(name, "egresses." + name + "."));
	}

	private static void checkServers(String prefix, List<String> servers) {
		for (String server : servers) {
			if (!server.matches("\\S+:\\d{1,5}")) {
				throw invalid(prefix + "bootstrap-servers", server, "It must be host:port, or several, with commas.");
			}
		}
	}

	private static void checkClient(String prefix, Map<String, String> properties, Map<String, String> refused) {
		refused.forEach((name, instead) -> {
			String value = properties.get(name);
			if (value != null) {
				throw invalid(prefix + "properties." + name, value, instead.isEmpty()
						? "The engine sets it itself. Remove it."
						: "The engine ignores it here. Set '%s%s%s' instead.".formatted(PREFIX, prefix, instead));
			}
		});
	}

	static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

	/** A name with a slash is an id. */
	private static String id(@Nullable String id, String name) {
		return (id != null) ? id : (name.contains("/") ? name : "kafka/" + name);
	}

	private static void checkTypeName(String property, String name) {
		if (!name.matches("[^/\\s]+/[^/\\s]+")) {
			throw invalid(property, name, "It must be namespace/name.");
		}
	}

	/**
	 * How the engine authenticates.
	 *
	 * @param protocol Protocol to the brokers, such as SASL_SSL. By default
	 * SASL_PLAINTEXT with a user name, otherwise Kafka's PLAINTEXT.
	 * @param mechanism Mechanism of SASL for the user name and password.
	 * @param username User name. It needs a password.
	 * @param password Password of that user.
	 */
	record Security(@Nullable String protocol, @DefaultValue("PLAIN") Mechanism mechanism, @Nullable String username,
			@Nullable String password) {

		Security {
			if (username != null && password == null) {
				throw invalid("security.username", username, "It needs 'statefun.kafka.security.password'.");
			}
			if (password != null && username == null) {
				throw invalid("security.password", "******", "It needs 'statefun.kafka.security.username'.");
			}
			if (protocol != null && !protocol.matches("(SASL_)?(PLAINTEXT|SSL)")) {
				throw invalid("security.protocol", protocol, "Kafka has PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL.");
			}
			if (username != null && protocol != null && !protocol.startsWith("SASL_")) {
				throw invalid("security.protocol", protocol,
						"A user name needs SASL_SSL or SASL_PLAINTEXT. Choose one, or remove 'statefun.kafka.security.username'.");
			}
		}

		/** Return the properties of Kafka clients. */
		Map<String, String> clientProperties() {
			Map<String, String> client = new LinkedHashMap<>();
			if (this.protocol != null || this.username != null) {
				client.put("security.protocol", (this.protocol != null) ? this.protocol : "SASL_PLAINTEXT");
			}
			if (this.username != null && this.password != null) {
				client.put("sasl.mechanism", this.mechanism.kafkaName());
				client.put("sasl.jaas.config", "%s required username=%s password=%s;"
					.formatted(this.mechanism.loginModule(), quoted(this.username), quoted(this.password)));
			}
			return client;
		}

		private static String quoted(String value) {
			return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
		}

	}

	/**
	 * A mechanism of SASL with a user name and a password.
	 */
	enum Mechanism {

		/** The password is sent to the broker. Use it with SASL_SSL. */
		PLAIN,

		/** SCRAM with SHA-256. */
		SCRAM_SHA_256,

		/** SCRAM with SHA-512. */
		SCRAM_SHA_512;

		String kafkaName() {
			return name().replace('_', '-');
		}

		String loginModule() {
			return "org.apache.kafka.common.security."
					+ ((this == PLAIN) ? "plain.PlainLoginModule" : "scram.ScramLoginModule");
		}

	}

	/**
	 * An ingress. The key of a record is the id of the function instance.
	 *
	 * @param id Id of the ingress, namespace/name. By default kafka/ and the name.
	 * @param bootstrapServers Addresses of brokers. By default
	 * statefun.kafka.bootstrap-servers.
	 * @param groupId Consumer group, to which the engine commits what it has read. By
	 * default the id of the ingress.
	 * @param topics Topics that it reads.
	 * @param startPosition Where an engine begins that starts without a checkpoint.
	 * @param startDate Date of the first records to read, such as 2026-01-31T08:00:00Z.
	 * Partitions without such records begin at their end.
	 * @param autoOffsetReset Where to begin if the position is not there, or no longer.
	 * @param properties Further properties of its Kafka consumer, by Kafka's names.
	 */
	record Ingress(@Nullable String id, @DefaultValue List<String> bootstrapServers, @Nullable String groupId,
			@DefaultValue List<Topic> topics, @Nullable StartPosition startPosition, @Nullable OffsetDateTime startDate,
			@Nullable OffsetReset autoOffsetReset, @DefaultValue Map<String, String> properties) {

		private static final Map<String, String> REFUSED = Map.of(GROUP_ID, "group-id", "auto.offset.reset",
				"auto-offset-reset");

		String id(String name) {
			return StatefunKafkaProperties.id(this.id, name);
		}

		/** Return what is set, or what the other settings say. */
		@Nullable StartPosition position() {
			if (this.startPosition == null) {
				return (this.startDate != null) ? StartPosition.DATE
						: hasOffsets() ? StartPosition.SPECIFIC_OFFSETS : null;
			}
			return this.startPosition;
		}

		private boolean hasOffsets() {
			return this.topics.stream().anyMatch((topic) -> !topic.startOffsets().isEmpty());
		}

		private void check(String name, String prefix) {
			checkTypeName(prefix + "id", id(name));
			checkServers(prefix, this.bootstrapServers);
			checkClient(prefix, this.properties, StatefunKafkaProperties.REFUSED);
			checkClient(prefix, this.properties, REFUSED);
			if (this.topics.isEmpty()) {
				throw invalid(prefix + "topics", "", "An ingress needs a topic.");
			}
			for (int i = 0; i < this.topics.size(); i++) {
				this.topics.get(i).check(prefix + "topics[" + i + "].");
			}
			long names = this.topics.stream().map(Topic::name).distinct().count();
			if (names < this.topics.size()) {
				throw invalid(prefix + "topics", this.topics.stream().map(Topic::name).toList(),
						"A topic is there twice. Name it once, with all of its targets.");
			}
			checkStart(prefix);
		}

		private void checkStart(String prefix) {
			StartPosition position = position();
			if ((position == StartPosition.DATE) != (this.startDate != null)) {
				throw (this.startDate != null)
						? invalid(prefix + "start-date", this.startDate,
								"The start position is not 'date'. Remove one of them.")
						: invalid(prefix + "start-position", "date", "Set '%s%sstart-date'.".formatted(PREFIX, prefix));
			}
			if ((position == StartPosition.SPECIFIC_OFFSETS) != hasOffsets()) {
				throw hasOffsets()
						? invalid(prefix + "start-position", String.valueOf(position),
								"Topics have 'start-offsets'. Set 'specific-offsets', or remove them.")
						: invalid(prefix + "start-position", "specific-offsets", "Set 'start-offsets' of its topics.");
			}
		}

	}

	/**
	 * A topic of an ingress.
	 *
	 * @param name Name of the topic.
	 * @param valueType Type of the values of its records, namespace/name, such as
	 * shop/Order. For an engine of 2.x, the type URL of a protobuf message.
	 * @param targets Types of the functions that get each record.
	 * @param startOffsets Where to begin, that of partition 0 first, with
	 * start-position=specific-offsets. Partitions without one begin where the group is.
	 */
	record Topic(@Nullable String name, @Nullable String valueType, @DefaultValue List<String> targets,
			@DefaultValue List<Long> startOffsets) {

		private void check(String prefix) {
			if (this.name == null || this.name.isBlank()) {
				throw invalid(prefix + "name", "", "A topic needs a name.");
			}
			if (this.valueType == null) {
				throw invalid(prefix + "value-type", "",
						"The records of the topic %s need a type, which handlers of the targets take."
							.formatted(this.name));
			}
			checkTypeName(prefix + "value-type", this.valueType);
			if (this.targets.isEmpty()) {
				throw invalid(prefix + "targets", "", "The topic %s needs a target.".formatted(this.name));
			}
			this.targets.forEach((target) -> checkTypeName(prefix + "targets", target));
			for (Long offset : this.startOffsets) {
				if (offset < 0) {
					throw invalid(prefix + "start-offsets", offset, "An offset must not be negative.");
				}
			}
		}

	}

	/**
	 * Where an engine begins that starts without a checkpoint.
	 */
	enum StartPosition {

		/** At the first record. */
		EARLIEST,

		/** After the last record. */
		LATEST,

		/** Where the consumer group is. */
		GROUP_OFFSETS,

		/** At an offset for each partition. */
		SPECIFIC_OFFSETS,

		/** At the first record of a date. */
		DATE

	}

	/**
	 * Where to begin if a position is not there.
	 */
	enum OffsetReset {

		/** At the first record. */
		EARLIEST,

		/** After the last record. */
		LATEST

	}

	/**
	 * An egress.
	 *
	 * @param id Id of the egress, namespace/name, by which functions send to it. By
	 * default kafka/ and the name.
	 * @param bootstrapServers Addresses of brokers. By default
	 * statefun.kafka.bootstrap-servers.
	 * @param delivery What the engine guarantees when it restarts.
	 * @param transactionTimeout How long a transaction may take, with
	 * delivery=exactly-once. It must be longer than a checkpoint and a restart of the
	 * engine, and at most transaction.max.timeout.ms of the brokers. By default 15m.
	 * @param properties Further properties of its Kafka producer, by Kafka's names.
	 */
	record Egress(@Nullable String id, @DefaultValue List<String> bootstrapServers,
			@DefaultValue("at-least-once") Delivery delivery, @Nullable Duration transactionTimeout,
			@DefaultValue Map<String, String> properties) {

		/** The longest that brokers take by default. */
		private static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

		private static final Map<String, String> REFUSED = Map.of("transaction.timeout.ms", "transaction-timeout");

		String id(String name) {
			return StatefunKafkaProperties.id(this.id, name);
		}

		Duration timeout() {
			return (this.transactionTimeout != null) ? this.transactionTimeout : DEFAULT_TRANSACTION_TIMEOUT;
		}

		private void check(String name, String prefix) {
			checkTypeName(prefix + "id", id(name));
			checkServers(prefix, this.bootstrapServers);
			checkClient(prefix, this.properties, StatefunKafkaProperties.REFUSED);
			checkClient(prefix, this.properties, REFUSED);
			if (this.transactionTimeout == null) {
				return;
			}
			if (this.delivery != Delivery.EXACTLY_ONCE) {
				throw invalid(prefix + "transaction-timeout", this.transactionTimeout,
						"Only 'delivery=exactly-once' has transactions. Set that, or remove the timeout.");
			}
			String problem = KafkaForm.problem(this.transactionTimeout);
			if (problem != null) {
				throw invalid(prefix + "transaction-timeout", this.transactionTimeout, problem);
			}
		}

	}

	/**
	 * The guarantee of an egress.
	 */
	enum Delivery {

		/** No record is lost, but records may come again after a restart. */
		AT_LEAST_ONCE,

		/** Records are committed with a checkpoint, once each. */
		EXACTLY_ONCE,

		/** Records may be lost, or come again. */
		NONE

	}

}
