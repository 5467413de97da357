package dev.statefun.error;

import java.util.Objects;

import dev.statefun.EgressMessage;
import dev.statefun.io.DeadLetter;
import dev.statefun.io.KafkaEgressMessage;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypedValue;

/**
 * Where dead letters go: an egress, and in which form.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeadLetterDestination {

	/**
	 * Make a dead letter a message for an egress. What this throws fails the request.
	 * @param letter the dead letter
	 * @return the message
	 */
	EgressMessage toMessage(DeadLetter letter);

	/**
	 * A topic of Kafka. Records have the id of the function instance as the key, and the
	 * bytes of the letter as the value.
	 * @param egress the Kafka egress, {@code namespace/name}
	 * @param topic the topic
	 * @return the destination
	 * @throws IllegalArgumentException if the name of the egress is malformed, or the
	 * topic is empty
	 */
	static DeadLetterDestination kafka(String egress, String topic) {
		KafkaEgressMessage prototype = KafkaEgressMessage.forEgress(TypeName.parse(egress).toString()).withTopic(topic);
		return (letter) -> prototype.withUtf8Key(letter.target().id()).withValue(letter.toBytes());
	}

	/**
	 * An egress that takes values of any type, and gets letters as
	 * {@link DeadLetter#TYPE}.
	 * @param name the egress, {@code namespace/name}
	 * @return the destination
	 * @throws IllegalArgumentException if the name is malformed
	 */
	static DeadLetterDestination egress(String name) {
		String egress = TypeName.parse(Objects.requireNonNull(name)).toString();
		return (letter) -> EgressMessage.of(egress, TypedValue.of(DeadLetter.TYPE, letter));
	}

}
