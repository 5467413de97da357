package dev.statefun.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import com.google.protobuf.Message;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.statefun.sdk.reqreply.generated.FromFunction.Invocation;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the {@link IngressLog} into the job. Its state is the log's position.
 */
final class IngressSource extends RichSourceFunction<Message> implements CheckpointedFunction, CheckpointListener {

	private static final Logger logger = LoggerFactory.getLogger(IngressSource.class);

	private static final long POLL_MILLIS = 100;

	private transient volatile boolean canceled;

	private transient @Nullable ListState<String> positionState;

	private transient @Nullable ListState<byte[]> unreadState;

	private transient @Nullable NavigableMap<Long, Long> offsets;

	@Override
	public void initializeState(FunctionInitializationContext context) throws Exception {
		ListState<String> positionState = context.getOperatorStateStore()
			.getListState(new ListStateDescriptor<>("position", Types.STRING));
		ListState<byte[]> unreadState = context.getOperatorStateStore()
			.getListState(new ListStateDescriptor<>("unread", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
		this.positionState = positionState;
		this.unreadState = unreadState;
		this.offsets = new TreeMap<>();
		int unread = EngineJvm.get().ingressLog().restore(restored(positionState, unreadState));
		if (getRuntimeContext().getAttemptNumber() > 0) {
			logger.warn("The job restarts from its last checkpoint: {} records that came after it are sent again",
					unread);
		}
	}

	private static IngressLog.@Nullable Position restored(ListState<String> positionState,
			ListState<byte[]> unreadState) throws Exception {
		Iterator<String> position = positionState.get().iterator();
		if (!position.hasNext()) {
			return null;
		}
		String epoch = position.next();
		long offset = Long.parseLong(position.next());
		List<Invocation> unread = new ArrayList<>();
		for (byte[] invocation : unreadState.get()) {
			unread.add(Invocation.parseFrom(invocation));
		}
		return new IngressLog.Position(epoch, offset, unread);
	}

	@Override
	public void run(SourceContext<Message> context) throws Exception {
		IngressLog log = EngineJvm.get().ingressLog();
		while (!this.canceled) {
			log.await(POLL_MILLIS);
			synchronized (context.getCheckpointLock()) {
				Invocation next = log.next();
				if (next != null) {
					context.collect(next);
				}
			}
		}
	}

	@Override
	public void cancel() {
		this.canceled = true;
	}

	@Override
	public void snapshotState(FunctionSnapshotContext context) throws Exception {
		IngressLog.Position position = EngineJvm.get().ingressLog().position();
		state(this.positionState).update(List.of(position.epoch(), Long.toString(position.offset())));
		state(this.unreadState).update(position.unread().stream().map(Invocation::toByteArray).toList());
		offsets().put(context.getCheckpointId(), position.offset());
	}

	@Override
	public void notifyCheckpointComplete(long checkpointId) {
		Long offset = offsets().get(checkpointId);
		if (offset != null) {
			EngineJvm.get().ingressLog().trim(offset);
			offsets().headMap(checkpointId, true).clear();
		}
	}

	@Override
	public void notifyCheckpointAborted(long checkpointId) {
		offsets().remove(checkpointId);
	}

	private NavigableMap<Long, Long> offsets() {
		return state(this.offsets);
	}

	private static <T> T state(@Nullable T state) {
		if (state == null) {
			throw new IllegalStateException("The state of the HTTP ingress is not initialized yet");
		}
		return state;
	}

}
