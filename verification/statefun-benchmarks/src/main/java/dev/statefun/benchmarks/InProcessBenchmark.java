package dev.statefun.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import dev.statefun.benchmarks.generated.GeneratedFunctions;
import dev.statefun.benchmarks.official.OfficialFunctions;
import dev.statefun.benchmarks.ours.StarterFunctions;
import dev.statefun.benchmarks.work.Requests;
import dev.statefun.protocol.ProtocolVersion;
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
 * A whole request, from bytes to bytes, by the number of its messages.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InProcessBenchmark {

	@Benchmark
	public int ours3x(Requests3x requests, Ours ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int ours3xMetrics(Requests3x requests, OursWithMetrics ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int ours3xObservations(Requests3x requests, OursWithObservations ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int ours2x(Requests2x requests, Ours ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int ours2xMetrics(Requests2x requests, OursWithMetrics ours, Socket socket) {
		return ours.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int official3x(Requests3x requests, Official official, Socket socket) {
		return official.functions.answer(requests.next(), socket.buffer);
	}

	@Benchmark
	public int generated3x(Requests3x requests, Generated generated, Socket socket) throws IOException {
		return generated.functions.answer(requests.next(), socket.buffer);
	}

	/**
	 * Requests of either version.
	 */
	@State(Scope.Benchmark)
	public abstract static class BatchRequests {

		@Param({ "1", "10", "100", "1000", "10000" })
		int batch;

		private final ProtocolVersion version;

		@SuppressWarnings("NullAway.Init")
		private Requests requests;

		BatchRequests(ProtocolVersion version) {
			this.version = version;
		}

		@Setup
		public void create() {
			this.requests = Requests.counting(this.version, this.batch);
		}

		byte[] next() {
			return this.requests.next();
		}

	}

	/**
	 * Requests of 3.x.
	 */
	public static class Requests3x extends BatchRequests {

		/** Called by JMH. */
		public Requests3x() {
			super(ProtocolVersion.V3);
		}

	}

	/**
	 * Requests of 2.x.
	 */
	public static class Requests2x extends BatchRequests {

		/** Called by JMH. */
		public Requests2x() {
			super(ProtocolVersion.V2);
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
	 * This library, with metrics.
	 */
	@State(Scope.Benchmark)
	public static class OursWithMetrics {

		final StarterFunctions functions = new StarterFunctions(true);

		@TearDown
		public void close() {
			this.functions.close();
		}

	}

	/**
	 * This library, with observations.
	 */
	@State(Scope.Benchmark)
	public static class OursWithObservations {

		final StarterFunctions functions = new StarterFunctions(false, true);

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

	/**
	 * The classes that protobuf generates.
	 */
	@State(Scope.Benchmark)
	public static class Generated {

		final GeneratedFunctions functions = new GeneratedFunctions();

	}

}
