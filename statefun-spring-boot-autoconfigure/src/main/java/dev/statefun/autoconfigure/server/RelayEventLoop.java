package dev.statefun.autoconfigure.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs calls itself between rounds of I/O, as long as they are quick:
 * to pass each to another thread, and its answer back, costs more than most of them do.
 * <p>
 * Should one take long nevertheless, then {@link ReliefWatch} has the loop go on without
 * it: the thread that is in the call leaves the loop to a stand-in, and gets it back when
 * the call is over. Calls that keep taking long are passed to the workers, until they are
 * quick again.
 * <p>
 * The loop is its leader's, one thread at a time. While that is in a call, the turn is
 * odd, and whoever makes it even has the loop: the thread that comes out of the call, or
 * the watch that lost patience, and appoints the next.
 */
final class RelayEventLoop extends SingleThreadIoEventLoop {

	private static final Log logger = LogFactory.getLog(RelayEventLoop.class);

	private static final long TASKS_NANOS = 1_000_000;

	private final Executor workers;

	private final Executor standIns;

	private final ReliefWatch watch;

	private final boolean relayed;

	private final AtomicLong turn = new AtomicLong();

	/** Of the leader. */
	private final Queue<Call> calls = new ArrayDeque<>();

	/** Of the leader. */
	private final Pace pace = new Pace();

	/** Of the watch. */
	private long seenTurn;

	private volatile @Nullable Thread leader;

	/** The thread that Netty started this loop with, and must end it with. */
	private volatile @Nullable Thread home;

	private volatile boolean homeWaits;

	private volatile boolean ended;

	/**
	 * Create a loop.
	 * @param parent the group that it is of
	 * @param executor provides its first thread
	 * @param ioHandlerFactory creates what does the I/O, on changing threads
	 * @param workers run calls that take long
	 * @param standIns provide further threads
	 * @param watch looks after calls that this loop runs itself, if it does
	 * @param relayed whether it may, or leaves all calls to the workers
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
		while (!lead() && !comeHome(current)) {
			logger.debug("The event loop is back at its own thread");
		}
	}

	/** Lead until the end, or until another thread does. */
	private boolean lead() {
		while (runCalls()) {
			if (this.homeWaits) {
				appointHome();
				return false;
			}
			if (confirmShutdown()) {
				return true;
			}
			runIo();
			if (isShuttingDown()) {
				ioHandler().prepareToDestroy();
			}
			runAllTasks(TASKS_NANOS);
		}
		return false;
	}

	private boolean runCalls() {
		Call call;
		while ((call = this.calls.poll()) != null) {
			if (!this.relayed || !this.pace.isQuick()) {
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
			logger.debug("A request arrived after the end", ex);
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
		safely(call::run);
		// Or it would wake this thread from whatever it does next
		Thread.interrupted();
		return System.nanoTime() - start;
	}

	private void finish(Call call, long nanos) {
		this.pace.took(nanos);
		safely(call::finish);
	}

	/** What goes wrong with one connection must not end the loop of others. */
	private static void safely(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("A connection of the engine failed", ex);
		}
	}

	/**
	 * Have another thread lead if the leader has been in the same call since the last
	 * time. To be called by the watch.
	 * @return whether there is anything to look after
	 */
	boolean relieve() {
		long now = this.turn.get();
		boolean changed = now != this.seenTurn;
		boolean inCall = (now & 1) != 0;
		this.seenTurn = now;
		if (inCall && !changed && this.turn.compareAndSet(now, now + 1)) {
			this.leader = null;
			this.pace.stalled();
			appointNext();
		}
		return inCall || changed;
	}

	private void appointNext() {
		if (this.homeWaits) {
			appointHome();
			return;
		}
		try {
			this.standIns.execute(this::standIn);
		}
		catch (Throwable ex) {
			logger.error("There is no thread to go on with the connections of one that a function blocks", ex);
			appointHome();
		}
	}

	private void standIn() {
		this.leader = Thread.currentThread();
		if (lead()) {
			this.ended = true;
			appointHome();
		}
	}

	private void appointHome() {
		Thread thread = this.home;
		this.homeWaits = false;
		this.leader = thread;
		LockSupport.unpark(thread);
	}

	/** Wait until this thread, the first, leads again. */
	private boolean comeHome(Thread current) {
		this.homeWaits = true;
		wakeup(false);
		while (this.leader != current) {
			LockSupport.park(this);
			Thread.interrupted();
		}
		this.homeWaits = false;
		return this.ended;
	}

}
