package dev.statefun.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A connection of an engine, byte by byte.
 */
final class RawConnection implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private static final int TIMEOUT = 20_000;

	private static final int RECEIVE_BUFFER = 64 << 10;

	private final Socket socket;

	RawConnection(ConfigurableApplicationContext context) throws IOException {
		this.socket = new Socket();
		// So that the system takes only a little before this reads
		this.socket.setReceiveBufferSize(RECEIVE_BUFFER);
		this.socket.connect(new InetSocketAddress("localhost", EngineClient.port(context)));
		this.socket.setSoTimeout(TIMEOUT);
		this.socket.setTcpNoDelay(true);
	}

	/** Send a request, its head and its body each for itself. */
	void send(byte[] body) throws IOException {
		write("Content-Length: " + body.length + "\r\n\r\n");
		this.socket.getOutputStream().write(body);
	}

	/** Send a request, its head, its body and its end each for itself. */
	void sendChunked(byte[] body) throws IOException {
		write("Transfer-Encoding: chunked\r\n\r\n");
		this.socket.getOutputStream()
			.write((Integer.toHexString(body.length) + "\r\n" + new String(body, StandardCharsets.ISO_8859_1) + "\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Send a chunked body until it has a length, or the server hangs up.
	 * @return how many bytes were sent
	 */
	long sendEndlessly(long length, Runnable afterEach) throws IOException {
		byte[] chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
		write("Transfer-Encoding: chunked\r\n\r\n");
		long sent = 0;
		try {
			while (sent < length) {
				this.socket.getOutputStream().write(chunk);
				sent += 1 << 20;
				afterEach.run();
			}
		}
		catch (SocketException ex) {
			// It has hung up
		}
		return sent;
	}

	/** Send the beginning of a body. */
	void sendPart(byte[] body, int length) throws IOException {
		write("Content-Length: " + body.length + "\r\n\r\n");
		this.socket.getOutputStream().write(body, 0, length);
	}

	/** Send bytes as they are. */
	void sendRaw(byte[] bytes, int offset, int length) throws IOException {
		this.socket.getOutputStream().write(bytes, offset, length);
	}

	/**
	 * Send byte by byte until there is an answer or the server hangs up.
	 * @return the answer, empty if there is none
	 */
	String dribble(Duration interval) throws IOException {
		this.socket.setSoTimeout(Math.toIntExact(interval.toMillis()));
		StringBuilder answer = new StringBuilder();
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (System.nanoTime() < end) {
			try {
				int next = this.socket.getInputStream().read();
				if (next < 0) {
					return answer.toString();
				}
				answer.append((char) next);
			}
			catch (SocketTimeoutException ex) {
				try {
					this.socket.getOutputStream().write('x');
				}
				catch (SocketException closed) {
					return answer.toString();
				}
			}
			catch (SocketException ex) {
				return answer.toString();
			}
		}
		throw new IOException("The server goes on reading after: " + answer);
	}

	/** Write the beginning of a request, and what follows. */
	void write(String rest) throws IOException {
		write("/statefun", rest);
	}

	/** Write the beginning of a request to a path, and what follows. */
	void write(String path, String rest) throws IOException {
		this.socket.getOutputStream()
			.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
					+ rest)
				.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Read until the server hangs up.
	 * @return how many bytes there were
	 */
	long receiveToEnd() throws IOException {
		byte[] part = new byte[1 << 16];
		long received = 0;
		try {
			for (int length = this.socket.getInputStream().read(part); length >= 0; length = this.socket
				.getInputStream()
				.read(part)) {
				received += length;
			}
		}
		catch (SocketException ex) {
			// It has hung up
		}
		return received;
	}

	/** Read an answer, to the end that its length tells. */
	String receive() throws IOException {
		StringBuilder answer = new StringBuilder();
		while (answer.indexOf("\r\n\r\n") < 0) {
			int next = this.socket.getInputStream().read();
			if (next < 0) {
				throw new IOException("The server hung up after: " + answer);
			}
			answer.append((char) next);
		}
		int length = LENGTH.matcher(answer)
			.results()
			.map((MatchResult match) -> Integer.valueOf(match.group(1)))
			.findFirst()
			.orElse(0);
		return answer.append(new String(this.socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1))
			.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
