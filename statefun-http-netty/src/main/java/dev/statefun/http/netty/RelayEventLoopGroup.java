package dev.statefun.http.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import io.netty.util.concurrent.ThreadPerTaskExecutor;

/**
 * {@link RelayEventLoop Event loops}, one for each processor.
 */
final class RelayEventLoopGroup extends MultiThreadIoEventLoopGroup {

	private final List<RelayEventLoop> all = new ArrayList<>();

	private final ReliefWatch watch;

	RelayEventLoopGroup(int loops, ThreadFactory threads, Executor workers, Executor standIns, boolean relayed) {
		this(loops, threads, new Shared(workers, standIns, new ReliefWatch(), relayed));
	}

	private RelayEventLoopGroup(int loops, ThreadFactory threads, Shared shared) {
		super(loops, new ThreadPerTaskExecutor(threads), NioIoHandler.newFactory(),
				DefaultEventExecutorChooserFactory.INSTANCE, shared);
		this.watch = shared.watch();
		forEach((loop) -> this.all.add((RelayEventLoop) loop));
		if (shared.relayed()) {
			this.watch.over(List.copyOf(this.all));
			ServerThreads.factory("statefun-watch-").newThread(this.watch).start();
			terminationFuture().addListener((terminated) -> this.watch.stop());
		}
	}

	/** Whether nobody looks after the loops, since there are no calls. */
	boolean isUnwatched() {
		return this.watch.isAsleep();
	}

	/** Interrupt the functions that keep loops from ending. */
	void interrupt() {
		this.all.forEach(RelayEventLoop::interruptThread);
	}

	/** Called before this is initialized. */
	@Override
	protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlerFactory, Object... args) {
		Shared shared = (Shared) args[0];
		return new RelayEventLoop(this, executor, ioHandlerFactory, shared.workers(), shared.standIns(), shared.watch(),
				shared.relayed());
	}

	/**
	 * Objects that all loops share.
	 */
	private record Shared(Executor workers, Executor standIns, ReliefWatch watch, boolean relayed) {

	}

}
