package dev.statefun.benchmarks;

import java.util.concurrent.TimeUnit;

import dev.statefun.benchmarks.official.OfficialFunctions;
import dev.statefun.benchmarks.ours.StarterFunctions;
import dev.statefun.benchmarks.work.Requests;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole request with one message, from bytes to bytes, by the size of the state that it
 * reads and writes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateSizeBenchmark {

	@Benchmark
	public int ours3x(BlobRequests requests, Ours ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int official3x(BlobRequests requests, Official official, Socket socket) {
		return official.functions.answer(requests.next(), socket.buffer);
	}

	/** Measures the copies of a state that no library can avoid here. */
	@Benchmark
	public int copies(BlobRequests requests, Socket socket) {
		byte[] read = requests.next().clone();
		read[0]++;
		byte[] written = read.clone();
		System.arraycopy(written, 0, socket.buffer, 0, written.length);
		return written.length;
	}

	/**
	 * Requests with a state of that size.
	 */
	@State(Scope.Benchmark)
	public static class BlobRequests {

		@Param({ "8", "64", "1024", "16384", "131072", "1048576" })
		int stateSize;

		@SuppressWarnings("NullAway.Init")
		private Requests requests;

		@Setup
		public void create() {
			this.requests = Requests.blob(this.stateSize);
		}

		byte[] next() {
			return this.requests.next();
		}

	}

	/**
	 * This library.
	 */
	@State(Scope.Benchmark)
	public static class Ours {

		final StarterFunctions functions = new StarterFunctions(false);

		@TearDown
		public void close() {
			this.functions.close();
		}

	}

	/**
	 * The official SDK.
	 */
	@State(Scope.Benchmark)
	public static class Official {

		final OfficialFunctions functions = new OfficialFunctions();

	}

}
