package dev.statefun.integration.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.protobuf.Message;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts from 0, at a steady rate, and goes on from where its checkpoint was. It stays
 * when there are enough records, or when a test ends them, so that checkpoints go on.
 *
 * @param <T> how the engine carries a number
 */
final class GeneratedSource<T extends Message> extends RichSourceFunction<T> implements CheckpointedFunction {

	/** Begins the line that tells the tests of each start of the job. */
	private static final String MARKER = "statefun-engine attempt ";

	/** Begins the line that tells the tests how many records there are after the end. */
	private static final String END_MARKER = "statefun-engine generated ";

	private static final long TICK_MILLIS = 10;

	private final IoOptions options;

	private final WireValues<T> values;

	private transient volatile boolean canceled;

	private transient long next;

	private transient @Nullable ListState<Long> nextState;

	GeneratedSource(IoOptions options, WireValues<T> values) {
		this.options = options;
		this.values = values;
	}

	@Override
	public void initializeState(FunctionInitializationContext context) throws Exception {
		this.nextState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("next", Types.LONG));
		for (Long restored : this.nextState.get()) {
			this.next = restored;
		}
	}

	@Override
	public void run(SourceContext<T> context) throws Exception {
		System.out.println(MARKER + getRuntimeContext().getAttemptNumber() + " next=" + this.next);
		long begin = System.nanoTime();
		long first = this.next;
		while (!this.canceled && !isEnded()) {
			long due = first + (long) ((System.nanoTime() - begin) / 1e9 * this.options.rate());
			while (!this.canceled && this.next < Math.min(due, this.options.records())) {
				synchronized (context.getCheckpointLock()) {
					context.collect(this.values.ofLong(this.next));
					this.next++;
				}
			}
			Thread.sleep(TICK_MILLIS);
		}
		if (!this.canceled) {
			System.out.println(END_MARKER + this.next);
		}
		while (!this.canceled) {
			Thread.sleep(TICK_MILLIS);
		}
	}

	private boolean isEnded() {
		String end = this.options.end();
		return end != null && Files.exists(Path.of(end));
	}

	@Override
	public void snapshotState(FunctionSnapshotContext context) throws Exception {
		ListState<Long> nextState = this.nextState;
		if (nextState == null) {
			throw new IllegalStateException("The state of the generated records is not initialized yet");
		}
		nextState.update(List.of(this.next));
	}

	@Override
	public void cancel() {
		this.canceled = true;
	}

}
