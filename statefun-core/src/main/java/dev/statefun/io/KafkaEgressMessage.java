package dev.statefun.io;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.statefun.EgressMessage;
import dev.statefun.type.TypeName;
import dev.statefun.type.TypeRegistry;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A record for a Kafka egress. Immutable: each {@code with} method returns another
 * message.
 *
 * @since 0.1.0
 */
public final class KafkaEgressMessage implements EgressMessage {

	private static final String TYPE_NAME = "type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord";

	private static final int KEY = 1;

	private static final int VALUE = 2;

	private static final int TOPIC = 3;

	private final TypeName egress;

	private final @Nullable String topic;

	private final @Nullable String key;

	private final @Nullable Object value;

	private KafkaEgressMessage(TypeName egress, @Nullable String topic, @Nullable String key, @Nullable Object value) {
		this.egress = egress;
		this.topic = topic;
		this.key = key;
		this.value = value;
	}

	/**
	 * Start a record.
	 * @param egress the Kafka egress, {@code namespace/name}, as the module file of the
	 * engine names it
	 * @return a message without topic, key and value
	 * @throws IllegalArgumentException if the name is malformed
	 */
	public static KafkaEgressMessage forEgress(String egress) {
		return new KafkaEgressMessage(TypeName.parse(egress), null, null, null);
	}

	/**
	 * Choose the topic, which a record must have.
	 * @param newTopic the topic
	 * @return a message with that topic
	 * @throws IllegalArgumentException if the topic is empty
	 */
	public KafkaEgressMessage withTopic(String newTopic) {
		if (newTopic.isEmpty()) {
			throw new IllegalArgumentException("The topic of a Kafka record must not be empty");
		}
		return new KafkaEgressMessage(this.egress, newTopic, this.key, this.value);
	}

	/**
	 * Choose the key, which a record may have.
	 * @param newKey the key
	 * @return a message with that key
	 */
	public KafkaEgressMessage withUtf8Key(String newKey) {
		return new KafkaEgressMessage(this.egress, this.topic, newKey, this.value);
	}

	/**
	 * Choose a text as the value.
	 * @param newValue the text, which becomes the bytes of its UTF-8 form
	 * @return a message with that value
	 */
	public KafkaEgressMessage withUtf8Value(String newValue) {
		return withValue(ByteString.copyFromUtf8(newValue));
	}

	/**
	 * Choose an object as the value.
	 * @param newValue an object of a class that has a type, which becomes the bytes that
	 * it would have as a message, or a {@code ByteString}, which is taken as it is
	 * @return a message with that value
	 */
	public KafkaEgressMessage withValue(Object newValue) {
		return new KafkaEgressMessage(this.egress, this.topic, this.key, newValue);
	}

	@Override
	public TypeName egress() {
		return this.egress;
	}

	@Override
	public TypedValue value(TypeRegistry types) {
		if (this.topic == null || this.value == null) {
			throw new IllegalArgumentException("A Kafka record for the egress %s has no %s: call %s".formatted(
					this.egress, (this.topic != null) ? "value" : "topic",
					(this.topic != null) ? "withUtf8Value or withValue" : "withTopic"));
		}
		ByteString bytes = (this.value instanceof ByteString raw) ? raw : types.serialize(this.value).bytes();
		ByteString.Output output = ByteString.newOutput(bytes.size() + 64);
		try {
			CodedOutputStream record = CodedOutputStream.newInstance(output);
			if (this.key != null) {
				record.writeString(KEY, this.key);
			}
			record.writeBytes(VALUE, bytes);
			record.writeString(TOPIC, this.topic);
			record.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory failed", ex);
		}
		return new TypedValue(TYPE_NAME, output.toByteString());
	}

}
