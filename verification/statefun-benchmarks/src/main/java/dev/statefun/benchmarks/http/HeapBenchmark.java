package dev.statefun.benchmarks.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.statefun.benchmarks.report.Report;
import dev.statefun.benchmarks.work.Requests;

/**
 * How much heap a large request needs: the least with which a server that has nothing
 * else to do still answers.
 */
public final class HeapBenchmark {

	private static final int MIB = 1024 * 1024;

	private static final int REQUEST_SIZE = 32 * MIB;

	/** In quarters of the request's size. */
	private static final int[] CANDIDATES = { 6, 8, 9, 10, 11, 12, 16 };

	/** The young generation is small, so that what is measured is what is needed. */
	private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmn8m",
			"-XX:+ExitOnOutOfMemoryError");

	private HeapBenchmark() {
	}

	/**
	 * Measure.
	 * @param report takes what was measured
	 * @throws IOException if a server cannot be reached
	 * @throws InterruptedException if this thread is to end
	 */
	public static void run(Report report) throws IOException, InterruptedException {
		byte[] document = Requests.document(REQUEST_SIZE);
		byte[] messages = Requests.tally(REQUEST_SIZE);
		for (Server server : List.of(Server.CONTROLLER, Server.PORT)) {
			long idle = idle(server);
			report.line("heap, %s: %d MiB when idle, beside that %s for one state of 32 MiB, %s for messages of 32 MiB"
				.formatted(server.title(), idle / MIB, need(server, idle, document), need(server, idle, messages)));
		}
	}

	private static long idle(Server server) throws IOException, InterruptedException {
		try (ServerProcess process = start(server, 512L * MIB)) {
			for (int i = 0; i < 100; i++) {
				process.post(Requests.document(1));
				process.post(Requests.tally(1000));
			}
			return process.heapInUse();
		}
	}

	private static String need(Server server, long idle, byte[] request) throws InterruptedException {
		int low = 0;
		int high = CANDIDATES.length;
		while (low < high) {
			int middle = (low + high) / 2;
			if (isEnough(server, idle + CANDIDATES[middle] * (REQUEST_SIZE / 4L), request)) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return (low < CANDIDATES.length) ? String.format(Locale.ROOT, "%.2f times its size", CANDIDATES[low] / 4.0)
				: "more than 4 times its size";
	}

	private static boolean isEnough(Server server, long heap, byte[] request) throws InterruptedException {
		try (ServerProcess process = start(server, heap)) {
			process.post(request);
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			return false;
		}
	}

	private static ServerProcess start(Server server, long heap) throws IOException, InterruptedException {
		return ServerProcess.start(server,
				Stream.concat(JVM_OPTIONS.stream(), Stream.of("-Xmx" + heap / 1024 + "k")).toList());
	}

}
