package dev.statefun.http.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.statefun.type.internal.LogText;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs quick calls itself, between rounds of I/O. Passing a call to
 * another thread, and its answer back, costs more than most calls do.
 * <p>
 * The thread of the loop is its home. If a call takes long, {@link ReliefWatch} lets a
 * stand-in lead the loop until the home returns from the call. A stand-in runs no calls
 * itself, so it never blocks: it passes them to workers. While calls take long on
 * average, the home passes them to workers as well.
 * <p>
 * One thread at a time leads the loop, and only the leader touches the leader's fields.
 * The turn is odd while the home is in a call. The thread that makes it even gets the
 * loop: the home after the call, or the watch when the call takes too long.
 */
final class RelayEventLoop extends SingleThreadIoEventLoop {

	private static final Log logger = LogFactory.getLog(RelayEventLoop.class);

	private static final long TASKS_NANOS = 1_000_000;

	private final Executor workers;

	private final Executor standIns;

	private final ReliefWatch watch;

	private final boolean relayed;

	private final AtomicLong turn = new AtomicLong();

	/** Belongs to the leader. */
	private final Queue<Call> calls = new ArrayDeque<>();

	/** Belongs to the leader. */
	private final Pace pace = new Pace();

	/** Belongs to the watch. */
	private long seenTurn;

	private volatile @Nullable Thread leader;

	/** The thread that Netty started this loop with, and must end it with. */
	private volatile @Nullable Thread home;

	private volatile boolean homeWaits;

	/** That the home is to lead again: it may still look like the leader before. */
	private volatile boolean homeAppointed;

	private volatile boolean ended;

	/**
	 * Create a loop.
	 * @param parent the group that it is of
	 * @param executor provides its home
	 * @param ioHandlerFactory creates what does the I/O, on changing threads
	 * @param workers run calls that this loop does not
	 * @param standIns provide other leaders
	 * @param watch looks after calls that this loop runs
	 * @param relayed whether it runs any
	 */
	RelayEventLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory ioHandlerFactory, Executor workers,
			Executor standIns, ReliefWatch watch, boolean relayed) {
		super(parent, executor, ioHandlerFactory);
		this.workers = workers;
		this.standIns = standIns;
		this.watch = watch;
		this.relayed = relayed;
	}

	/** Opened to the group. */
	@Override
	protected void interruptThread() {
		super.interruptThread();
	}

	@Override
	public boolean inEventLoop(Thread thread) {
		return thread == this.leader;
	}

	/** Have a call run soon, by this loop or by a worker. To be called in this loop. */
	void call(Call call) {
		this.calls.add(call);
	}

	@Override
	protected void run() {
		Thread current = Thread.currentThread();
		this.home = current;
		this.leader = current;
		ioHandler().initialize();
		while (!lead(true) && !comeHome()) {
			logger.trace("The event loop is at home again");
		}
	}

	private void standIn() {
		this.leader = Thread.currentThread();
		this.ended = lead(false);
		appointHome();
	}

	/**
	 * Lead until the end, or until another thread is to.
	 * @return whether it is the end
	 */
	private boolean lead(boolean atHome) {
		while (runCalls(atHome)) {
			if (this.homeWaits) {
				return false;
			}
			if (isShuttingDown()) {
				// Closes the connections, even if the end has only just been asked for
				ioHandler().prepareToDestroy();
				if (confirmShutdown()) {
					return true;
				}
			}
			runIo();
			runAllTasks(TASKS_NANOS);
		}
		return false;
	}

	/** Run the waiting calls. Stop if another thread has got the loop meanwhile. */
	private boolean runCalls(boolean atHome) {
		Call call;
		while ((call = this.calls.poll()) != null) {
			if (!this.relayed || !atHome || !this.pace.isQuick()) {
				passOn(call);
			}
			else if (!runHere(call)) {
				return false;
			}
		}
		return true;
	}

	private boolean runHere(Call call) {
		long inCall = this.turn.get() + 1;
		this.turn.set(inCall);
		this.watch.lookOut();
		long nanos = run(call);
		if (!this.turn.compareAndSet(inCall, inCall + 1)) {
			bringBack(call, nanos);
			return false;
		}
		finish(call, nanos);
		return true;
	}

	private void passOn(Call call) {
		try {
			this.workers.execute(() -> bringBack(call, run(call)));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No worker takes a request", ex);
			finish(call);
		}
	}

	private void bringBack(Call call, long nanos) {
		try {
			execute(() -> finish(call, nanos));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A request was handled after the end", ex);
		}
	}

	private static long run(Call call) {
		long start = System.nanoTime();
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("A request of the engine failed", LogText.trace(ex));
		}
		// Or it would wake this thread from whatever it does next
		Thread.interrupted();
		return System.nanoTime() - start;
	}

	private void finish(Call call, long nanos) {
		this.pace.took(nanos);
		finish(call);
	}

	/** A failure of one connection must not end the loop of the others. */
	private static void finish(Call call) {
		try {
			call.finish();
		}
		catch (Throwable ex) {
			logger.error("A connection of the engine failed", LogText.trace(ex));
		}
	}

	/**
	 * Have a stand-in lead if the home has been in the same call since the last time. To
	 * be called by the watch.
	 * @return whether there is anything to look after
	 */
	boolean relieve() {
		long now = this.turn.get();
		boolean changed = now != this.seenTurn;
		boolean inCall = (now & 1) != 0;
		this.seenTurn = now;
		if (inCall && !changed && this.turn.compareAndSet(now, now + 1)) {
			this.leader = null;
			startStandIn();
		}
		return inCall || changed;
	}

	private void startStandIn() {
		try {
			this.standIns.execute(this::standIn);
		}
		catch (Throwable ex) {
			logger.error("There is no thread to go on with the connections of one that a function blocks", ex);
			appointHome();
		}
	}

	private void appointHome() {
		Thread thread = this.home;
		this.leader = thread;
		this.homeAppointed = true;
		LockSupport.unpark(thread);
	}

	/**
	 * Wait until the home, which this is, leads again.
	 * @return whether it is the end
	 */
	private boolean comeHome() {
		this.homeWaits = true;
		wakeup(false);
		while (!this.homeAppointed) {
			LockSupport.park(this);
			Thread.interrupted();
		}
		this.homeAppointed = false;
		this.homeWaits = false;
		return this.ended;
	}

}
