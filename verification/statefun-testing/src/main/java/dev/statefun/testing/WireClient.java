package dev.statefun.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A client that sends bytes as a test wants them, and reads answers one by one.
 */
public final class WireClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private static final int SMALL_BUFFER = 64 << 10;

	private final @Nullable Socket socket;

	private final PushbackInputStream in;

	private final OutputStream out;

	public WireClient(Socket socket) throws IOException {
		this(socket, socket.getInputStream(), socket.getOutputStream());
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.setTcpNoDelay(true);
	}

	public WireClient(InputStream in, OutputStream out) {
		this(null, in, out);
	}

	private WireClient(@Nullable Socket socket, InputStream in, OutputStream out) {
		this.socket = socket;
		this.in = new PushbackInputStream(in);
		this.out = out;
	}

	public static WireClient connect(int port) throws IOException {
		return new WireClient(new Socket("localhost", port));
	}

	/** Connect as a client that takes only a little before it reads. */
	public static WireClient connectUnread(int port) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(SMALL_BUFFER);
		socket.connect(new InetSocketAddress("localhost", port));
		return new WireClient(socket);
	}

	/**
	 * Send lines, each with its end, as they are. If the first line is one of HTTP/1.1
	 * and no line has a host, then the request gets one.
	 */
	public WireClient lines(String... lines) throws IOException {
		return text(withHost(String.join("\r\n", lines) + "\r\n"));
	}

	private static String withHost(String lines) {
		return lines.replaceFirst("\\A(\\w+ \\S+ HTTP/1\\.1\r\n)(?!(?is:(.*\n)?host:))", "$1host: localhost\r\n");
	}

	public WireClient text(String text) throws IOException {
		return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public WireClient bytes(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
		return this;
	}

	/** Send a request as the engine does. */
	public WireClient post(String target, String body) throws IOException {
		return lines("POST " + target + " HTTP/1.1", "host: localhost", "content-type: application/octet-stream",
				"content-length: " + body.length(), "")
			.text(body);
	}

	public Answer answer() throws IOException {
		String[] head = head().split("\r\n");
		Map<String, String> headers = new TreeMap<>();
		for (int i = 1; i < head.length; i++) {
			String[] header = head[i].split(": ", 2);
			headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
		}
		int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
		return new Answer(head[0], headers, this.in.readNBytes(length));
	}

	private String head() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = this.in.read();
			if (next < 0) {
				throw new EOFException("The connection ended after: " + head);
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	/** Whether an answer or the end arrives within a time. */
	public boolean hasAnswer(Duration time) throws IOException {
		Socket connection = Objects.requireNonNull(this.socket);
		connection.setSoTimeout(Math.toIntExact(time.toMillis()));
		try {
			int next = this.in.read();
			if (next >= 0) {
				this.in.unread(next);
			}
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
		finally {
			connection.setSoTimeout(TIMEOUT_MILLIS);
		}
	}

	public void readToEnd() throws IOException {
		this.in.readAllBytes();
	}

	/** Whether the other side has closed the connection, for which this waits. */
	public boolean isClosed() throws IOException {
		try {
			return this.in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** Hang up without a farewell. */
	public void reset() throws IOException {
		Socket connection = Objects.requireNonNull(this.socket);
		connection.setSoLinger(true, 0);
		connection.close();
	}

	@Override
	public void close() throws IOException {
		this.out.close();
	}

	/**
	 * An answer.
	 *
	 * @param statusLine its first line
	 * @param headers its headers, by their names in lower case
	 * @param body its body
	 */
	public record Answer(String statusLine, Map<String, String> headers, byte[] body) {

		public int status() {
			return Integer.parseInt(this.statusLine.split(" ")[1]);
		}

		public String text() {
			return new String(this.body, StandardCharsets.ISO_8859_1);
		}

	}

}
