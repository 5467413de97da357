package dev.statefun.protocol.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class BufferPoolTests {

	private static final int HEAP = 1 << 30;

	private final BufferPool pool = new BufferPool(HEAP, 1);

	@Test
	void whenABufferIsGivenBackThenItIsTakenAgain() {
		PooledBuffer buffer = this.pool.take(100);
		byte[] bytes = buffer.bytes();
		giveBack(buffer);
		assertThat(this.pool.take(80)).isSameAs(buffer);
		assertThat(buffer.bytes()).isSameAs(bytes);
	}

	@Test
	void whenABufferIsInUseThenItIsNotTaken() {
		PooledBuffer buffer = this.pool.take(100);
		assertThat(this.pool.take(100)).isNotSameAs(buffer);
		giveBack(buffer);
		PooledBuffer again = this.pool.take(100);
		assertThat(this.pool.take(100)).isNotSameAs(again);
	}

	@Test
	void whenABufferIsNeverGivenBackThenAnotherTakesItsPlace() {
		giveBack(this.pool.take(100));
		this.pool.take(100);
		PooledBuffer other = this.pool.take(100);
		giveBack(other);
		assertThat(this.pool.take(100)).isSameAs(other);
	}

	@Test
	void whenAnAnswerNeededMoreThenItsLargerBytesAreKept() {
		byte[] larger = new byte[200];
		this.pool.take(100).giveBack(larger);
		assertThat(this.pool.take(150).bytes()).isSameAs(larger);
	}

	@Test
	void whenABufferIsTooSmallThenItGrows() {
		PooledBuffer buffer = this.pool.take(100);
		giveBack(buffer);
		assertThat(this.pool.take(200)).isSameAs(buffer);
		assertThat(buffer.bytes()).hasSize(200);
	}

	@Test
	void whenABufferIsLargeThenItsMemoryIsNotKept() {
		PooledBuffer buffer = this.pool.take(100);
		buffer.giveBack(new byte[(HEAP >> 6) + 1]);
		assertThat(buffer.bytes()).isEmpty();
	}

	/** All threads use the same place of the pool, however many processors there are. */
	@Test
	@Timeout(60)
	void whenManyThreadsTakeBuffersThenNoTwoHaveTheSame() {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<?>> done = new ArrayList<>();
			for (byte thread = 0; thread < 8; thread++) {
				byte mark = thread;
				done.add(CompletableFuture.runAsync(() -> takeAndGive(mark), threads));
			}
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
		}
		finally {
			threads.shutdown();
		}
	}

	private static void giveBack(PooledBuffer buffer) {
		buffer.giveBack(buffer.bytes());
	}

	private void takeAndGive(byte mark) {
		for (int n = 0; n < 20_000; n++) {
			PooledBuffer buffer = this.pool.take(8);
			byte[] bytes = buffer.bytes();
			bytes[0] = mark;
			Thread.yield();
			assertThat(bytes[0]).isEqualTo(mark);
			giveBack(buffer);
		}
	}

}
