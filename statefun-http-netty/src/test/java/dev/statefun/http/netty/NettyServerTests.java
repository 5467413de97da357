package dev.statefun.http.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.statefun.http.EndpointPath;
import dev.statefun.testing.WireClient;
import dev.statefun.testing.WireClient.Answer;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link NettyServer}.
 */
class NettyServerTests {

	private static final String ALLOCATOR_TYPE = "io.netty.allocator.type";

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

	private final List<NettyServer> servers = new ArrayList<>();

	private final CountDownLatch called = new CountDownLatch(1);

	private final CountDownLatch latch = new CountDownLatch(1);

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		System.clearProperty(ALLOCATOR_TYPE);
		this.latch.countDown();
		this.servers.forEach(NettyServer::close);
	}

	@Test
	void whenThereAreAsManyConnectionsAsAllowedThenOthersWait() throws IOException {
		int port = server(Function.identity(), 1).listen(null, 0, null);
		WireClient first = WireClient.connect(port);
		assertThat(TextEndpoint.exchange(first, "first")).isEqualTo("first");
		try (WireClient second = WireClient.connect(port)) {
			second.post("/statefun", TextEndpoint.request("second"));
			assertThat(TextEndpoint.exchange(first, "again")).isEqualTo("again");
			first.close();
			assertThat(TextEndpoint.text(second.answer())).isEqualTo("second");
		}
	}

	@Test
	void whenClientsOccupyAllConnectionsWithoutARequestThenAnEngineIsServed() throws IOException {
		int port = server(Function.identity(), 20).listen(null, 0, null);
		List<WireClient> others = new ArrayList<>();
		try (WireClient served = WireClient.connect(port)) {
			assertThat(TextEndpoint.exchange(served, "served")).isEqualTo("served");
			for (int i = 0; i < 30; i++) {
				WireClient other = WireClient.connect(port);
				others.add(other);
				if (i % 2 == 0) {
					other.text("POST /statefun HTTP/1.1\r\nx: y");
				}
				else {
					other.lines("POST /elsewhere HTTP/1.1", "content-length: 0", "");
				}
			}
			for (int i = 0; i < 3; i++) {
				try (WireClient canary = WireClient.connect(port)) {
					assertThat(TextEndpoint.exchange(canary, "canary")).isEqualTo("canary");
				}
			}
			assertThat(TextEndpoint.exchange(served, "kept")).isEqualTo("kept");
		}
		finally {
			for (WireClient other : others) {
				other.close();
			}
		}
	}

	@Test
	void whenThereAreCustomizersThenConnectionsHaveTheirOptions() throws IOException {
		AtomicInteger connections = new AtomicInteger();
		RecvByteBufAllocator receiving = new FixedRecvByteBufAllocator(16) {

			@Override
			@SuppressWarnings("deprecation")
			public Handle newHandle() {
				connections.incrementAndGet();
				return super.newHandle();
			}

		};
		NettyServer server = server(Function.identity(), 100,
				(bootstrap) -> bootstrap.childOption(ChannelOption.RECVBUF_ALLOCATOR, receiving));
		Path path = this.directory.resolve("statefun.sock");
		int port = server.listen(null, 0, null);
		try (WireClient client = WireClient.connect(port)) {
			assertThat(TextEndpoint.exchange(client, "x".repeat(100))).isEqualTo("x".repeat(100));
		}
		assertThat(connections).hasValue(1);
		server.listen(path, OWNER);
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
		assertThat(connections).hasValue(2);
	}

	@Test
	void whenThereAreCustomizersThenTheyComeInOrderAfterTheServersSettings() throws IOException {
		List<Map<ChannelOption<?>, Object>> seen = new ArrayList<>();
		ServerBootstrapCustomizer first = (bootstrap) -> {
			seen.add(bootstrap.config().childOptions());
			bootstrap.childOption(ChannelOption.TCP_NODELAY, false);
		};
		ServerBootstrapCustomizer second = (bootstrap) -> seen.add(bootstrap.config().childOptions());
		int port = server(Function.identity(), 100, first, second).listen(null, 0, null);
		assertThat(seen).extracting((options) -> (Object) options.get(ChannelOption.TCP_NODELAY))
			.containsExactly(true, false);
		try (WireClient client = WireClient.connect(port)) {
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
		}
	}

	@Test
	void whenThePortIsTakenThenTheErrorSaysSo() {
		int port = server(Function.identity(), 10).listen(null, 0, null);
		NettyServer other = server(Function.identity(), 10);
		assertThatExceptionOfType(StatefunServerException.class).isThrownBy(() -> other.listen(null, port, null))
			.satisfies((ex) -> assertThat(ex.description()).contains("port " + port, "in use"))
			.satisfies((ex) -> assertThat(ex.action()).contains("'statefun.server.port'"));
	}

	@Test
	void whenTheAddressIsOfAnotherMachineThenTheErrorSaysSo() throws IOException {
		InetAddress address = InetAddress.getByName("192.0.2.1");
		NettyServer server = server(Function.identity(), 10);
		assertThatExceptionOfType(StatefunServerException.class).isThrownBy(() -> server.listen(address, 0, null))
			.satisfies((ex) -> assertThat(ex.description()).contains("192.0.2.1"))
			.satisfies((ex) -> assertThat(ex.action()).contains("'statefun.server.address'"));
	}

	@Test
	void whenItDrainsThenRequestsInProgressAreAnsweredAndFurtherOnesAreNot() throws Exception {
		NettyServer server = server(this::await, 100);
		int port = server.listen(null, 0, null);
		try (WireClient busy = WireClient.connect(port);
				WireClient idle = WireClient.connect(port);
				WireClient arriving = WireClient.connect(port)) {
			idle.lines("POST / HTTP/1.1", "");
			assertThat(idle.answer().status()).isEqualTo(404);
			String body = TextEndpoint.request("Eve");
			arriving.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream",
					"content-length: " + body.length(), "expect: 100-continue", "");
			assertThat(arriving.answer().status()).isEqualTo(100);
			busy.post("/statefun", TextEndpoint.request("Ada"));
			this.called.await();
			CompletableFuture<?> drained = server.drain();
			awaitRefusal(port);
			assertClosed(idle.post("/statefun", TextEndpoint.request("Eve")), 503, "");
			assertThat(drained).isNotDone();
			this.latch.countDown();
			assertClosed(busy, 200, "Ada");
			assertThat(drained).isNotDone();
			assertClosed(arriving.text(body), 200, "Eve");
			drained.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void whenItDrainsThenAClientThatHangsUpDoesNotHoldItUp() throws Exception {
		NettyServer server = server(this::await, 100);
		int port = server.listen(null, 0, null);
		WireClient reading = WireClient.connect(port);
		reading.lines("POST /statefun HTTP/1.1", "content-type: application/octet-stream", "content-length: 3",
				"expect: 100-continue", "");
		assertThat(reading.answer().status()).isEqualTo(100);
		WireClient busy = WireClient.connect(port);
		busy.post("/statefun", TextEndpoint.request("Ada"));
		this.called.await();
		CompletableFuture<?> drained = server.drain();
		reading.reset();
		busy.reset();
		this.latch.countDown();
		drained.get(20, TimeUnit.SECONDS);
	}

	@Test
	void whenNothingIsInProgressThenItIsDrainedAtOnce() throws Exception {
		NettyServer server = server(Function.identity(), 100);
		int port = server.listen(null, 0, null);
		try (WireClient idle = WireClient.connect(port)) {
			assertThat(TextEndpoint.exchange(idle, "Ada")).isEqualTo("Ada");
			server.drain().get(20, TimeUnit.SECONDS);
		}
	}

	@RepeatedTest(value = 300, failureThreshold = 1)
	void whenItIsClosedThenConnectionsAreToo() throws IOException {
		NettyServer server = server(Function.identity(), 100);
		int port = server.listen(null, 0, null);
		try (WireClient client = WireClient.connect(port)) {
			assertThat(TextEndpoint.exchange(client, "Ada")).isEqualTo("Ada");
			server.close();
			assertThat(client.isClosed()).isTrue();
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> WireClient.connect(port));
		assertThat(server(Function.identity(), 1).listen(null, port, null)).isEqualTo(port);
	}

	@Test
	void whenItIsClosedWhileAFunctionBlocksThenThatIsInterrupted() throws Exception {
		CompletableFuture<String> interrupted = new CompletableFuture<>();
		NettyServer server = server((request) -> {
			try {
				return await(request);
			}
			catch (IllegalStateException ex) {
				interrupted.complete(request);
				throw ex;
			}
		}, 100);
		int port = server.listen(null, 0, null);
		try (WireClient client = WireClient.connect(port)) {
			client.post("/statefun", TextEndpoint.request("Ada"));
			this.called.await();
			server.close();
			assertThat(client.isClosed()).isTrue();
			assertThat(interrupted.get(20, TimeUnit.SECONDS)).isEqualTo("Ada");
		}
	}

	@Test
	void whenNoWorkerTakesARequestThenItsConnectionIsClosed() throws IOException {
		ExecutorService busy = ServerThreads.workers(1);
		busy.shutdown();
		NettyServer server = server(Function.identity(), 100, busy);
		int port = server.listen(null, 0, null);
		try (WireClient client = WireClient.connect(port)) {
			assertThat(client.post("/statefun", TextEndpoint.request("Ada")).isClosed()).isTrue();
		}
	}

	@Test
	void whenItListensOnAUnixDomainSocketThenTheFileIsThereMeanwhile() throws IOException {
		Path path = this.directory.resolve("statefun.sock");
		NettyServer server = server(Function.identity(), 100);
		server.listen(path, OWNER);
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
		server.close();
		assertThat(path).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-------", "rw-rw----", "rwxrwxrwx" })
	void whenItListensOnAUnixDomainSocketThenTheFileHasItsPermissionsOnly(String permissions) throws IOException {
		Path path = this.directory.resolve("statefun.sock");
		server(Function.identity(), 100).listen(path, PosixFilePermissions.fromString(permissions));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo(permissions);
		assertThat(this.directory).isDirectoryNotContaining((other) -> !other.equals(path));
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
	}

	@Test
	void whenAnotherProcessHasReplacedTheFileThenClosingLeavesIt() throws IOException {
		Path path = this.directory.resolve("statefun.sock");
		NettyServer first = server(Function.identity(), 100);
		first.listen(path, OWNER);
		Files.delete(path);
		NettyServer second = server(Function.identity(), 100);
		second.listen(path, OWNER);
		first.close();
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
		second.close();
		assertThat(path).doesNotExist();
	}

	@Test
	void whenASocketRemainsOfAnotherProcessThenItIsReplaced() throws IOException {
		Path path = this.directory.resolve("statefun.sock");
		try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.bind(UnixDomainSocketAddress.of(path));
		}
		assertThat(path).exists();
		server(Function.identity(), 100).listen(path, OWNER);
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
	}

	@Test
	void whenAnotherProcessListensOnTheSocketThenTheErrorSaysSo() {
		Path path = this.directory.resolve("statefun.sock");
		server(Function.identity(), 100).listen(path, OWNER);
		assertSocketRefused(path, "another process listens there");
	}

	@Test
	void whenThePathIsOfAFileThenTheErrorSaysSoAndTheFileRemains() throws IOException {
		Path path = Files.writeString(this.directory.resolve("important.txt"), "important");
		assertSocketRefused(path, "not a socket");
		assertThat(path).hasContent("important");
	}

	@Test
	void whenTheDirectoryIsMissingThenTheErrorSaysSo() {
		assertSocketRefused(this.directory.resolve("missing/statefun.sock"), "missing/statefun.sock");
	}

	@Test
	void whenThePathIsTooLongThenTheErrorSaysSo() {
		assertSocketRefused(this.directory.resolve("x".repeat(120)), "xxx");
	}

	@Test
	void whenNoAllocatorIsChosenThenConnectionsOfAPortUseThePooledOne() throws IOException {
		long before = pooledAllocations();
		assertThat(exchange(server(Function.identity(), 100).listen(null, 0, null), "Ada")).isEqualTo("Ada");
		assertThat(pooledAllocations()).isGreaterThan(before);
	}

	@Test
	void whenNoAllocatorIsChosenThenConnectionsOfAUnixDomainSocketUseThePooledOne() throws IOException {
		long before = pooledAllocations();
		Path path = this.directory.resolve("statefun.sock");
		server(Function.identity(), 100).listen(path, OWNER);
		assertThat(exchange(path, "Ada")).isEqualTo("Ada");
		assertThat(pooledAllocations()).isGreaterThan(before);
	}

	@Test
	void whenAnAllocatorIsChosenThenConnectionsUseThatOfNetty() throws IOException {
		System.setProperty(ALLOCATOR_TYPE, "adaptive");
		long before = pooledAllocations();
		Path path = this.directory.resolve("statefun.sock");
		NettyServer server = server(Function.identity(), 100);
		server.listen(path, OWNER);
		assertThat(exchange(server.listen(null, 0, null), "Ada")).isEqualTo("Ada");
		assertThat(exchange(path, "Eve")).isEqualTo("Eve");
		assertThat(pooledAllocations()).isEqualTo(before);
	}

	/** A new event loop has no memory of its own yet, so that its first use counts. */
	private static long pooledAllocations() {
		return PooledByteBufAllocator.DEFAULT.metric()
			.directArenas()
			.stream()
			.mapToLong(PoolArenaMetric::numAllocations)
			.sum();
	}

	private void assertSocketRefused(Path path, String reason) {
		NettyServer server = server(Function.identity(), 100);
		assertThatExceptionOfType(StatefunServerException.class).isThrownBy(() -> server.listen(path, OWNER))
			.satisfies((ex) -> assertThat(ex.description()).contains(reason))
			.satisfies((ex) -> assertThat(ex.action()).contains("'statefun.server.unix-domain-socket'"));
	}

	private static void awaitRefusal(int port) throws IOException {
		while (true) {
			try (WireClient client = WireClient.connect(port)) {
				assertThat(client.isClosed()).isTrue();
			}
			catch (ConnectException ex) {
				return;
			}
		}
	}

	private static String exchange(int port, String request) throws IOException {
		try (WireClient client = WireClient.connect(port)) {
			return TextEndpoint.exchange(client, request);
		}
	}

	private static String exchange(Path path, String request) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
				WireClient client = new WireClient(Channels.newInputStream(channel),
						Channels.newOutputStream(channel))) {
			return TextEndpoint.exchange(client, request);
		}
	}

	private static void assertClosed(WireClient client, int status, String text) throws IOException {
		Answer answer = client.answer();
		assertThat(answer.status()).isEqualTo(status);
		assertThat(TextEndpoint.text(answer)).isEqualTo(text);
		assertThat(answer.headers()).containsEntry("connection", "close");
		assertThat(client.isClosed()).isTrue();
	}

	private NettyServer server(Function<String, String> answers, int maxConnections,
			ServerBootstrapCustomizer... customizers) {
		return server(answers, maxConnections, ServerThreads.workers(10), customizers);
	}

	private NettyServer server(Function<String, String> answers, int maxConnections, ExecutorService workers,
			ServerBootstrapCustomizer... customizers) {
		HttpSettings settings = new HttpSettings(TextEndpoint.blocking(answers), new EndpointPath("/statefun", null),
				HttpRecorder.NONE, 8192, Duration.ofMinutes(1), Duration.ofMinutes(1));
		NettyServer server = new NettyServer(settings, maxConnections, workers, true, List.of(customizers));
		this.servers.add(server);
		return server;
	}

	private String await(String answer) {
		this.called.countDown();
		try {
			this.latch.await();
			return answer;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
