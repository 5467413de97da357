package dev.statefun.benchmarks.http;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.statefun.benchmarks.work.Requests;

import org.springframework.util.FileSystemUtils;

/**
 * Load on a server: {@code wrk}, which sends the requests in turn over connections that
 * stay open.
 */
final class Load implements AutoCloseable {

	private static final String PROGRAM = "wrk";

	private static final int CONNECTIONS = 64;

	private static final String RESULT = "result ";

	private final Path directory;

	private final int requests;

	/**
	 * Prepare load.
	 * @param requests what to send, in turn
	 */
	Load(Requests requests) throws IOException {
		requireProgram();
		this.requests = requests.count();
		this.directory = Files.createTempDirectory("statefun-benchmarks-");
		for (int i = 0; i < requests.count(); i++) {
			Files.write(this.directory.resolve("request-" + i), requests.next());
		}
		try (InputStream script = Objects.requireNonNull(Load.class.getResourceAsStream("load.lua"))) {
			Files.copy(script, script(), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private Path script() {
		return this.directory.resolve("load.lua");
	}

	private static void requireProgram() {
		String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
		if (Stream.of(path.split(File.pathSeparator))
			.noneMatch((folder) -> Files.isExecutable(Path.of(folder, PROGRAM)))) {
			throw new IllegalStateException(
					"The load generator wrk is not on the PATH. Install the package wrk, with Debian or Ubuntu: apt-get install wrk");
		}
	}

	/**
	 * Keep a server busy.
	 * @param uri where to send requests
	 * @param duration for how long, in seconds at the finest
	 * @return how many were answered
	 * @throws IllegalStateException if there was any answer but 200, or none
	 */
	Result run(URI uri, Duration duration) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(PROGRAM, "-t1", "-c" + CONNECTIONS, "-d" + duration.toSeconds() + "s",
				"--timeout", "10s", "-s", script().toString(), uri.toString(), "--", this.directory.toString(),
				String.valueOf(this.requests))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("wrk failed: " + output);
		}
		List<String> fields = output.lines()
			.filter((line) -> line.startsWith(RESULT))
			.map((line) -> line.substring(RESULT.length()).split(" "))
			.map(List::of)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("wrk has no result: " + output));
		if (!fields.get(2).equals("0")) {
			throw new IllegalStateException("Not every request to " + uri + " was answered with 200: " + output);
		}
		return new Result(Long.parseLong(fields.get(0)), Duration.ofNanos(Long.parseLong(fields.get(1)) * 1000));
	}

	@Override
	public void close() {
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The result of a load.
	 *
	 * @param requests how many requests were answered
	 * @param elapsed how long it took
	 */
	record Result(long requests, Duration elapsed) {

	}

}
