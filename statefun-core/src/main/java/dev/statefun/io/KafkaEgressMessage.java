package dev.statefun.io;

import com.google.protobuf.ByteString;
import dev.statefun.io.internal.EgressRecord;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A record for a Kafka egress. It is immutable: each {@code with} method returns another
 * message. <pre class="code">
 * context.send(KafkaEgressMessage.forEgress("demo/greetings")
 *     .withTopic("greetings")
 *     .withUtf8Key(context.self().id())
 *     .withValue(new Greeting("hello")));
 * </pre>
 *
 * @since 0.1.0
 */
public final class KafkaEgressMessage extends RecordEgressMessage {

	private static final String RECORD = "Kafka record";

	private static final String TYPE = "type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord";

	private final @Nullable String topic;

	private final @Nullable String key;

	private final @Nullable Object value;

	private KafkaEgressMessage(String egress, @Nullable String topic, @Nullable String key, @Nullable Object value) {
		super(egress);
		this.topic = topic;
		this.key = key;
		this.value = value;
	}

	/**
	 * Start a record.
	 * @param egress the Kafka egress, {@code namespace/name}, as the module file of the
	 * engine names it
	 * @return a message without topic, key and value
	 */
	public static KafkaEgressMessage forEgress(String egress) {
		return new KafkaEgressMessage(egress, null, null, null);
	}

	/**
	 * Choose the topic, which a record must have.
	 * @param newTopic the topic
	 * @return a message with that topic
	 * @throws IllegalArgumentException if the topic is empty
	 */
	public KafkaEgressMessage withTopic(String newTopic) {
		String required = requireText(newTopic, "topic of a " + RECORD);
		return new KafkaEgressMessage(egress(), required, this.key, this.value);
	}

	/**
	 * Choose the key, which a record may have.
	 * @param newKey the key
	 * @return a message with that key
	 */
	public KafkaEgressMessage withUtf8Key(String newKey) {
		return new KafkaEgressMessage(egress(), this.topic, newKey, this.value);
	}

	/**
	 * Choose the key, which a record may have.
	 * @param newKey the key, as the bytes of its UTF-8 form: the engine knows no others
	 * @return a message with that key
	 * @throws IllegalArgumentException if the bytes are not UTF-8
	 */
	public KafkaEgressMessage withKey(ByteString newKey) {
		if (!newKey.isValidUtf8()) {
			throw new IllegalArgumentException("The key of a Kafka record must be UTF-8: the engine passes it as text");
		}
		return withUtf8Key(newKey.toStringUtf8());
	}

	/**
	 * Choose a text as the value.
	 * @param newValue the text, which becomes the bytes of its UTF-8 form
	 * @return a message with that value
	 */
	public KafkaEgressMessage withUtf8Value(String newValue) {
		return new KafkaEgressMessage(egress(), this.topic, this.key, newValue);
	}

	/**
	 * Choose an object as the value.
	 * @param newValue an object of a class that has a type, which becomes the bytes that
	 * it would have as a message, or a {@code ByteString}, {@code byte[]} or received
	 * message, which are taken as they are
	 * @return a message with that value
	 */
	public KafkaEgressMessage withValue(Object newValue) {
		return new KafkaEgressMessage(egress(), this.topic, this.key, toSerialize(newValue));
	}

	@Override
	public EgressRecord toRecord(TypeRegistry types) {
		String topic = require(this.topic, RECORD, "topic", "withTopic");
		Object value = require(this.value, RECORD, "value", "withUtf8Value or withValue");
		Object content = content(value, types);
		return new EgressRecord(TYPE, this.key, content, topic, null);
	}

}
