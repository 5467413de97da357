package dev.statefun.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * HAProxy, in front of several copies of an application. It looks after them: a copy that
 * is not there gets no requests.
 */
public final class LoadBalancer implements AutoCloseable {

	private final Process process;

	private final URI url;

	private LoadBalancer(Process process, URI url) {
		this.process = process;
		this.url = url;
	}

	/**
	 * Returns whether there is an HAProxy on this machine.
	 * @return whether the command is found
	 */
	public static boolean isInstalled() {
		return Stream.of("/usr/sbin/haproxy", "/usr/bin/haproxy", "/usr/local/sbin/haproxy", "/usr/local/bin/haproxy")
			.anyMatch((file) -> Files.isExecutable(Path.of(file)));
	}

	/**
	 * Starts it.
	 * @param copies where the copies of the application are
	 * @return the load balancer
	 */
	public static LoadBalancer start(List<URI> copies) {
		try {
			int port;
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				port = socket.getLocalPort();
			}
			StringBuilder configuration = new StringBuilder("""
					defaults
					  mode http
					  retries 3
					  option redispatch
					  timeout connect 2s
					  timeout client 5m
					  timeout server 2m
					frontend engine
					  bind 127.0.0.1:%d
					  default_backend functions
					backend functions
					  balance leastconn
					""".formatted(port));
			for (URI copy : copies) {
				configuration.append(
						"  server copy%1$d 127.0.0.1:%1$d check inter 500ms fall 1 rise 1\n".formatted(copy.getPort()));
			}
			Path directory = Files.createDirectories(Path.of("target", "logs"));
			Path file = Files.writeString(directory.resolve("haproxy-" + port + ".cfg"), configuration);
			// The shell ends it with its standard input, and so with this JVM
			Process process = new ProcessBuilder("sh", "-c",
					"PATH=$PATH:/usr/sbin:/usr/local/sbin; haproxy -db -f \"$0\" & cat > /dev/null; kill $!",
					file.toString())
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("haproxy-" + port + ".log").toFile())
				.start();
			LoadBalancer balancer = new LoadBalancer(process,
					URI.create("http://localhost:" + port + copies.get(0).getPath()));
			balancer.awaitPort(port);
			return balancer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("HAProxy cannot be started", ex);
		}
	}

	@SuppressWarnings("try") // That it opens is all
	private void awaitPort(int port) throws IOException {
		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (true) {
			try (Socket socket = new Socket("127.0.0.1", port)) {
				return;
			}
			catch (IOException ex) {
				if (System.nanoTime() > deadline || !this.process.isAlive()) {
					close();
					throw ex;
				}
			}
		}
	}

	/**
	 * Returns where the engine is to call.
	 * @return the address of the endpoint
	 */
	public URI url() {
		return this.url;
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			this.process.waitFor(30, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
