package dev.statefun.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.engine.KeptRecords.KeptRecord;
import org.apache.flink.statefun.sdk.egress.generated.KafkaProducerRecord;
import org.apache.flink.statefun.sdk.egress.generated.KinesisEgressRecord;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.EgressMessage;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;

/**
 * Keeps redirected records for {@code GET}. A record is there as soon as the function
 * answered and may come again after a restart of the job (at least once).
 */
final class EgressSink implements SinkFunction<TypedValue> {

	private static final String KAFKA_TYPENAME = "type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord";

	private static final String KINESIS_TYPENAME = "type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord";

	@Override
	public void invoke(TypedValue redirected, Context context) throws InvalidProtocolBufferException {
		keep(EgressMessage.parseFrom(redirected.getValue()), EngineJvm.get().keptRecords());
	}

	static void keep(EgressMessage message, KeptRecords records) throws InvalidProtocolBufferException {
		String egress = message.getEgressNamespace() + "/" + message.getEgressType();
		ByteString value = message.getArgument().getValue();
		switch (message.getArgument().getTypename()) {
			case KAFKA_TYPENAME -> {
				KafkaProducerRecord kafka = KafkaProducerRecord.parseFrom(value);
				records.add(kafka.getTopic(), new KeptRecord(egress, kafka.getKey(), kafka.getValueBytes()));
			}
			case KINESIS_TYPENAME -> {
				KinesisEgressRecord kinesis = KinesisEgressRecord.parseFrom(value);
				records.add(kinesis.getStream(),
						new KeptRecord(egress, kinesis.getPartitionKey(), kinesis.getValueBytes()));
			}
			default -> records.add(egress, new KeptRecord(egress, "", value));
		}
	}

}
