package dev.statefun.http.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RelayEventLoop} and {@link ReliefWatch}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RelayEventLoopTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final ExecutorService workers = ServerThreads.workers(10);

	private final ExecutorService standIns = ServerThreads.standIns();

	private final List<CountDownLatch> latches = new ArrayList<>();

	private RelayEventLoopGroup group = group(true);

	private RelayEventLoop loop = (RelayEventLoop) this.group.next();

	@AfterEach
	void end() {
		this.latches.forEach(CountDownLatch::countDown);
		this.group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
		this.workers.shutdownNow();
		this.standIns.shutdownNow();
	}

	@Test
	void whenNothingIsKnownOfCallsThenWorkersRunThem() {
		assertThat(call().thread().getName()).startsWith("statefun-worker");
	}

	@Test
	void whenCallsAreQuickThenTheLoopRunsThem() {
		RecordedCall call = quickCall();
		assertThat(call.finishingThread()).isSameAs(call.thread());
	}

	@Test
	void whenCallsAreNotToBeRelayedThenWorkersRunThemHoweverQuick() {
		RelayEventLoopGroup other = group(false);
		this.loop = (RelayEventLoop) other.next();
		for (int i = 0; i < 1000; i++) {
			assertThat(call().thread().getName()).startsWith("statefun-worker");
		}
		other.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	@Test
	void whenACallBlocksTheLoopThenItGoesOnWithoutAndIsBackAfterwards() {
		Thread home = quickCall().thread();
		BlockedCall blocked = blockedCall();
		RecordedCall next = call();
		assertThat(next.finishingThread()).isNotSameAs(home);
		assertThat(next.finishingThread().getName()).startsWith("statefun-stand-in");
		assertThat(blocked.isFinished()).isFalse();
		blocked.release();
		assertThat(blocked.thread()).isSameAs(home);
		assertThat(blocked.inLoop).isTrue();
		until(() -> call().finishingThread() == home);
	}

	@Test
	void whenCallsWaitBehindTheOneThatBlocksThenTheyAreRun() {
		quickCall();
		CountDownLatch latch = latch();
		RecordedCall blocking = new RecordedCall(() -> await(latch));
		List<RecordedCall> behind = List.of(new RecordedCall(), new RecordedCall(), new RecordedCall());
		this.loop.execute(() -> {
			this.loop.call(blocking);
			behind.forEach(this.loop::call);
		});
		behind.forEach(RecordedCall::join);
		assertThat(blocking.finished).isNotDone();
	}

	@Test
	void whenAStandInLeadsThenWorkersRunCallsHoweverQuick() {
		quickCall();
		BlockedCall blocked = blockedCall();
		for (int i = 0; i < 1000; i++) {
			RecordedCall call = call();
			assertThat(call.thread().getName()).startsWith("statefun-worker");
			assertThat(call.finishingThread().getName()).startsWith("statefun-stand-in");
		}
		blocked.release();
		blocked.thread();
		quickCall();
	}

	@Test
	void whenTheLoopIsBlockedTimeAndAgainThenItGoesOn() {
		for (int i = 0; i < 20; i++) {
			BlockedCall blocked = blockedCall();
			call();
			blocked.release();
			assertThat(blocked.thread().getName()).startsWith("loop");
		}
	}

	@Test
	void whenCallsKeepTakingLongThenWorkersRunThem() {
		quickCall();
		until(() -> {
			RecordedCall call = new RecordedCall(RelayEventLoopTests::work);
			submit(call);
			return call.thread().getName().startsWith("statefun-worker");
		});
	}

	@Test
	void whenACallFailsThenTheLoopGoesOn(CapturedOutput output) {
		quickCall();
		submitFailing();
		assertThat(call()).isNotNull();
		assertThat(output).contains("A request of the engine failed", "A connection of the engine failed",
				"Oh no, again");
	}

	@Test
	void whenACallLeavesItsThreadInterruptedThenTheNextIsNot() {
		quickCall();
		submit(new RecordedCall(() -> Thread.currentThread().interrupt()));
		until(() -> {
			boolean[] interrupted = new boolean[1];
			RecordedCall call = new RecordedCall(() -> interrupted[0] = Thread.currentThread().isInterrupted());
			submit(call);
			call.join();
			assertThat(interrupted[0]).isFalse();
			return call.thread().getName().startsWith("loop");
		});
	}

	@Test
	void whenThereIsNoThreadToGoOnThenTheLoopIsBackAfterTheCall(CapturedOutput output) {
		Thread home = quickCall().thread();
		this.standIns.shutdown();
		CountDownLatch latch = latch();
		RecordedCall blocking = new RecordedCall(() -> await(latch));
		submit(blocking);
		until(() -> output.getAll().contains("There is no thread to go on"));
		latch.countDown();
		blocking.join();
		assertThat(call().finishingThread()).isSameAs(home);
	}

	@Test
	void whenTheGroupEndsWhileTheLoopIsBlockedThenItEndsAfterwards() {
		quickCall();
		BlockedCall blocked = blockedCall();
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		assertThat(this.group.isTerminated()).isFalse();
		blocked.release();
		assertThat(this.group.terminationFuture().awaitUninterruptibly(SOON.toMillis())).isTrue();
	}

	@Test
	void whenTheGroupInterruptsWhatBlocksItThenItEnds() {
		quickCall();
		BlockedCall blocked = blockedCall();
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		this.group.interrupt();
		assertThat(this.group.terminationFuture().awaitUninterruptibly(SOON.toMillis())).isTrue();
		assertThat(blocked.interrupted).isTrue();
	}

	@Test
	void whenTheWatchSleptThenItWakesUpForACallThatBlocks() {
		for (int i = 0; i < 3; i++) {
			quickCall();
			until(this.group::isUnwatched);
			BlockedCall blocked = blockedCall();
			call();
			blocked.release();
			blocked.thread();
		}
	}

	private RelayEventLoopGroup group(boolean relayed) {
		return new RelayEventLoopGroup(1, ServerThreads.factory("loop-"), this.workers, this.standIns, relayed);
	}

	private CountDownLatch latch() {
		CountDownLatch latch = new CountDownLatch(1);
		this.latches.add(latch);
		return latch;
	}

	private RecordedCall call() {
		RecordedCall call = new RecordedCall();
		submit(call);
		call.join();
		return call;
	}

	/** One that the loop runs, at home. */
	private RecordedCall quickCall() {
		RecordedCall[] call = new RecordedCall[1];
		until(() -> {
			call[0] = call();
			return isHome(call[0].thread());
		});
		return call[0];
	}

	/** One that blocks the loop, at home. */
	private BlockedCall blockedCall() {
		while (true) {
			quickCall();
			BlockedCall call = new BlockedCall(latch());
			submit(call);
			call.begun.join();
			if (isHome(call.runner)) {
				return call;
			}
			call.release();
		}
	}

	private static boolean isHome(Thread thread) {
		return thread.getName().startsWith("loop");
	}

	private void submit(Call call) {
		this.loop.execute(() -> this.loop.call(call));
	}

	private void submitFailing() {
		submit(new Call() {

			@Override
			public void run() {
				throw new IllegalStateException("Oh no");
			}

			@Override
			public void finish() {
				throw new IllegalStateException("Oh no, again");
			}

		});
	}

	private static void until(BooleanSupplier condition) {
		long end = System.nanoTime() + SOON.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	/** A millisecond of it, without sleeping. */
	private static void work() {
		long end = System.nanoTime() + 1_000_000;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static boolean await(CountDownLatch latch) {
		try {
			latch.await();
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	/**
	 * A call that tells where it was run.
	 */
	private class RecordedCall implements Call {

		private final Runnable task;

		final CompletableFuture<Thread> finished = new CompletableFuture<>();

		volatile Thread runner = Thread.currentThread();

		volatile boolean inLoop;

		RecordedCall() {
			this(() -> {
			});
		}

		RecordedCall(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			this.runner = Thread.currentThread();
			this.task.run();
		}

		@Override
		public void finish() {
			this.inLoop = RelayEventLoopTests.this.loop.inEventLoop();
			this.finished.complete(Thread.currentThread());
		}

		void join() {
			finishingThread();
		}

		Thread thread() {
			join();
			return this.runner;
		}

		Thread finishingThread() {
			return this.finished.orTimeout(SOON.toMillis(), TimeUnit.MILLISECONDS).join();
		}

	}

	/**
	 * A call that blocks until it is released.
	 */
	private final class BlockedCall extends RecordedCall {

		private final CountDownLatch latch;

		final CompletableFuture<Void> begun = new CompletableFuture<>();

		volatile boolean interrupted;

		BlockedCall(CountDownLatch latch) {
			super(() -> {
			});
			this.latch = latch;
		}

		@Override
		public void run() {
			super.run();
			this.begun.complete(null);
			this.interrupted = await(this.latch);
		}

		void release() {
			this.latch.countDown();
		}

		boolean isFinished() {
			return this.finished.isDone();
		}

	}

}
