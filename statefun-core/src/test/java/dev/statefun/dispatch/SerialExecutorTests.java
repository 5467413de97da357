package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SerialExecutor}.
 */
@Timeout(60)
class SerialExecutorTests {

	private final SerialExecutor serial = new SerialExecutor();

	@Test
	void whenATaskRunsThenTheNextOneWaitsForItsEnd() {
		List<String> order = new ArrayList<>();
		this.serial.execute(() -> {
			order.add("first begins");
			this.serial.execute(() -> order.add("second"), Runnable::run);
			order.add("first ends");
		}, Runnable::run);
		assertThat(order).containsExactly("first begins", "first ends", "second");
	}

	@Test
	void whenEachTaskRunsTheNextOneThenTheStackStaysFlat() {
		AtomicInteger left = new AtomicInteger(100_000);
		this.serial.execute(new Runnable() {

			@Override
			public void run() {
				if (left.decrementAndGet() > 0) {
					SerialExecutorTests.this.serial.execute(this, Runnable::run);
				}
			}

		}, Runnable::run);
		assertThat(left).hasValue(0);
	}

	@Test
	void whenManyThreadsExecuteTasksThenOneRunsAtATimeAndInOrder() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<List<Integer>> seen = IntStream.range(0, 4).<List<Integer>>mapToObj((i) -> new ArrayList<>()).toList();
		AtomicInteger atWork = new AtomicInteger();
		ConcurrentLinkedQueue<Integer> most = new ConcurrentLinkedQueue<>();
		int tasks = 5000;
		CountDownLatch done = new CountDownLatch(4 * tasks);
		try {
			for (int i = 0; i < 4; i++) {
				int thread = i;
				threads.execute(() -> {
					for (int n = 0; n < tasks; n++) {
						int number = n;
						this.serial.execute(() -> {
							most.add(atWork.incrementAndGet());
							// Not synchronized: each task must see what those before it
							// did
							seen.get(thread).add(number);
							atWork.decrementAndGet();
							done.countDown();
						}, threads);
					}
				});
			}
			done.await();
		}
		finally {
			threads.shutdown();
			assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
		assertThat(most).containsOnly(1);
		assertThat(seen)
			.allSatisfy((numbers) -> assertThat(numbers).isEqualTo(IntStream.range(0, tasks).boxed().toList()));
	}

	@Test
	void whenThereIsNoThreadThenTheTaskDoesNotRunAndLaterOnesDo() {
		List<String> order = new ArrayList<>();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.serial.execute(() -> order.add("rejected"), (task) -> {
				throw new RejectedExecutionException("going down");
			}));
		this.serial.execute(() -> order.add("later"), Runnable::run);
		assertThat(order).containsExactly("later");
	}

}
