package dev.statefun.io;

import dev.statefun.io.internal.EgressRecord;
import dev.statefun.type.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A record for a Kinesis egress. It is immutable: each {@code with} method returns
 * another message. <pre class="code">
 * context.send(KinesisEgressMessage.forEgress("demo/greetings")
 *     .withStream("greetings")
 *     .withPartitionKey(context.self().id())
 *     .withUtf8Value("hello"));
 * </pre>
 *
 * @since 0.1.0
 */
public final class KinesisEgressMessage extends RecordEgressMessage {

	private static final String RECORD = "Kinesis record";

	private static final String TYPE = "type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord";

	private final @Nullable String stream;

	private final @Nullable String partitionKey;

	private final @Nullable String explicitHashKey;

	private final @Nullable Object value;

	private KinesisEgressMessage(String egress, @Nullable String stream, @Nullable String partitionKey,
			@Nullable String explicitHashKey, @Nullable Object value) {
		super(egress);
		this.stream = stream;
		this.partitionKey = partitionKey;
		this.explicitHashKey = explicitHashKey;
		this.value = value;
	}

	/**
	 * Start a record.
	 * @param egress the Kinesis egress, {@code namespace/name}, as the module file of the
	 * engine names it
	 * @return a message without stream, partition key and value
	 */
	public static KinesisEgressMessage forEgress(String egress) {
		return new KinesisEgressMessage(egress, null, null, null, null);
	}

	/**
	 * Choose the stream, which a record must have.
	 * @param newStream the stream
	 * @return a message with that stream
	 * @throws IllegalArgumentException if the stream is empty
	 */
	public KinesisEgressMessage withStream(String newStream) {
		return new KinesisEgressMessage(egress(), requireText(newStream, "stream of a " + RECORD), this.partitionKey,
				this.explicitHashKey, this.value);
	}

	/**
	 * Choose the partition key, which a record must have.
	 * @param newPartitionKey the key
	 * @return a message with that key
	 * @throws IllegalArgumentException if the key is empty
	 */
	public KinesisEgressMessage withPartitionKey(String newPartitionKey) {
		return new KinesisEgressMessage(egress(), this.stream,
				requireText(newPartitionKey, "partition key of a " + RECORD), this.explicitHashKey, this.value);
	}

	/**
	 * Choose the hash key, which overrides the hash of the partition key.
	 * @param newExplicitHashKey the hash key, a decimal number
	 * @return a message with that hash key
	 */
	public KinesisEgressMessage withExplicitHashKey(String newExplicitHashKey) {
		return new KinesisEgressMessage(egress(), this.stream, this.partitionKey, newExplicitHashKey, this.value);
	}

	/**
	 * Choose a text as the value.
	 * @param newValue the text, which becomes the bytes of its UTF-8 form
	 * @return a message with that value
	 */
	public KinesisEgressMessage withUtf8Value(String newValue) {
		return new KinesisEgressMessage(egress(), this.stream, this.partitionKey, this.explicitHashKey, newValue);
	}

	/**
	 * Choose an object as the value.
	 * @param newValue an object of a class that has a type, which becomes the bytes that
	 * it would have as a message, or a {@code ByteString}, {@code byte[]} or received
	 * message, which are taken as they are
	 * @return a message with that value
	 */
	public KinesisEgressMessage withValue(Object newValue) {
		return new KinesisEgressMessage(egress(), this.stream, this.partitionKey, this.explicitHashKey,
				toSerialize(newValue));
	}

	@Override
	public EgressRecord toRecord(TypeRegistry types) {
		String stream = require(this.stream, RECORD, "stream", "withStream");
		String key = require(this.partitionKey, RECORD, "partition key", "withPartitionKey");
		Object value = require(this.value, RECORD, "value", "withUtf8Value or withValue");
		return new EgressRecord(TYPE, key, content(value, types), stream, this.explicitHashKey);
	}

}
