package dev.statefun.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.statefun.engine.KeptRecords.KeptRecord;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.statefun.sdk.egress.generated.KafkaProducerRecord;
import org.apache.flink.statefun.sdk.egress.generated.KinesisEgressRecord;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.EgressMessage;
import org.apache.flink.statefun.sdk.reqreply.generated.TypedValue;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps redirected records for {@code GET}. A record is there as soon as the function
 * answered and may come again after a restart of the job (at least once). The exception
 * are answers for clients that wait for a checkpoint: they are there once it is complete.
 */
final class EgressSink extends RichSinkFunction<TypedValue> implements CheckpointedFunction, CheckpointListener {

	private static final String KAFKA_TYPENAME = "type.googleapis.com/io.statefun.sdk.egress.KafkaProducerRecord";

	private static final String KINESIS_TYPENAME = "type.googleapis.com/io.statefun.sdk.egress.KinesisEgressRecord";

	private transient @Nullable ListState<byte[]> heldState;

	/** Waits for a checkpoint, in order. */
	private transient @Nullable List<EgressMessage> held;

	/** How many of these, from the first on, each checkpoint covers. */
	private transient @Nullable NavigableMap<Long, Integer> covered;

	@Override
	public void initializeState(FunctionInitializationContext context) throws Exception {
		ListState<byte[]> state = context.getOperatorStateStore()
			.getListState(new ListStateDescriptor<>("held", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
		this.heldState = state;
		this.held = new ArrayList<>();
		this.covered = new TreeMap<>();
		// The checkpoint that has them is complete
		for (byte[] message : state.get()) {
			release(EgressMessage.parseFrom(message));
		}
	}

	@Override
	public void invoke(TypedValue redirected, Context context) throws InvalidProtocolBufferException {
		EgressMessage message = EgressMessage.parseFrom(redirected.getValue());
		if (message.getEgressNamespace().equals(ClientAnswers.DURABLE_NAMESPACE)) {
			present(this.held).add(message);
		}
		else if (message.getEgressNamespace().equals(ClientAnswers.NAMESPACE)) {
			release(message);
		}
		else {
			keep(message, EngineJvm.get().keptRecords());
		}
	}

	private static void release(EgressMessage message) {
		EngineJvm.get()
			.clientAnswers()
			.add(message.getEgressNamespace() + "/" + message.getEgressType(), message.getArgument().getValue());
	}

	@Override
	public void snapshotState(FunctionSnapshotContext context) throws Exception {
		List<EgressMessage> messages = present(this.held);
		present(this.heldState).update(messages.stream().map(EgressMessage::toByteArray).toList());
		present(this.covered).put(context.getCheckpointId(), messages.size());
	}

	@Override
	public void notifyCheckpointComplete(long checkpointId) {
		NavigableMap<Long, Integer> checkpoints = present(this.covered);
		Integer count = checkpoints.get(checkpointId);
		if (count != null) {
			List<EgressMessage> complete = present(this.held).subList(0, count);
			complete.forEach(EgressSink::release);
			complete.clear();
			checkpoints.headMap(checkpointId, true).clear();
			checkpoints.replaceAll((id, messages) -> messages - count);
		}
	}

	@Override
	public void notifyCheckpointAborted(long checkpointId) {
		present(this.covered).remove(checkpointId);
	}

	private static <T> T present(@Nullable T state) {
		if (state == null) {
			throw new IllegalStateException("The state of the HTTP egress is not initialized yet");
		}
		return state;
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
