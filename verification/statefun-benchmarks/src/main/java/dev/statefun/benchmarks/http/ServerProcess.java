package dev.statefun.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own.
 */
final class ServerProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int LOG_LINES = 40;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Deque<String> log = new ConcurrentLinkedDeque<>();

	private final Server server;

	private final URI uri;

	private final Process process;

	private ServerProcess(Server server, URI uri, Process process) {
		this.server = server;
		this.uri = uri;
		this.process = process;
	}

	/**
	 * Start a server, and wait until it is ready.
	 */
	static ServerProcess start(Server server, List<String> jvmOptions) throws IOException, InterruptedException {
		return start(server, System.getProperty("java.class.path"), jvmOptions);
	}

	/**
	 * Start a server with a class path of its own, and wait until it is ready.
	 */
	static ServerProcess start(Server server, String classPath, List<String> jvmOptions)
			throws IOException, InterruptedException {
		int port = freePort();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath, ServerMain.class.getName(), server.name(), String.valueOf(port)));
		ServerProcess started = new ServerProcess(server, URI.create("http://127.0.0.1:" + port + "/statefun"),
				new ProcessBuilder(command).redirectErrorStream(true).start());
		Thread reader = new Thread(started::read, server + "-output");
		reader.setDaemon(true);
		reader.start();
		try {
			started.await();
		}
		catch (RuntimeException | InterruptedException ex) {
			started.close();
			throw ex;
		}
		return started;
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(ServerMain.MARKER)) {
					this.answers.add(line.substring(ServerMain.MARKER.length()));
				}
				else {
					this.log.add(line);
					if (this.log.size() > LOG_LINES) {
						this.log.remove();
					}
				}
			}
		}
		catch (IOException ex) {
			this.log.add(ex.toString());
		}
		// Nobody need wait any longer
		this.answers.add("");
	}

	private String await() throws InterruptedException {
		String answer = this.answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		if (answer == null || answer.isEmpty()) {
			throw failure((answer != null) ? "ended" : "does not answer");
		}
		return answer;
	}

	private IllegalStateException failure(String what) {
		return new IllegalStateException(
				"The server '%s' %s:%n%s".formatted(this.server.title(), what, String.join("\n", this.log)));
	}

	Server server() {
		return this.server;
	}

	URI uri() {
		return this.uri;
	}

	/** Send one request. */
	byte[] post(byte[] request) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = this.client.send(HttpRequest.newBuilder(this.uri)
			.timeout(PATIENCE)
			.header("Content-Type", "application/octet-stream")
			.POST(HttpRequest.BodyPublishers.ofByteArray(request))
			.build(), HttpResponse.BodyHandlers.ofByteArray());
		if (response.statusCode() != 200) {
			throw failure("answers with " + response.statusCode());
		}
		return response.body();
	}

	/** The time that it has had the processor, in steps of 10 ms. */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElseThrow(() -> failure("does not tell its CPU time"));
	}

	/** How many bytes of heap it uses after a garbage collection. */
	long heapInUse() throws IOException, InterruptedException {
		Writer input = this.process.outputWriter(StandardCharsets.UTF_8);
		input.write(ServerMain.HEAP_QUESTION + "\n");
		input.flush();
		return Long.parseLong(await());
	}

	/** Have it end in its own time, with all that it started. */
	void stop() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw failure("does not end");
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
