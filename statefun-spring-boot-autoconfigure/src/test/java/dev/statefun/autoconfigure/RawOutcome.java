package dev.statefun.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a server answers to bytes: the statuses, in their order.
 */
final class RawOutcome {

	private static final Pattern HEAD = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})(?s:.*?)\r\n\r\n");

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private static final int TIMEOUT = 5_000;

	private final Socket socket;

	private final List<String> statuses = new ArrayList<>();

	private RawOutcome(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Send bytes. If the first answer is a refusal, send more bytes over the same
	 * connection.
	 * @return the statuses of all answers, to the first that is 200. The last is a
	 * question mark if neither that nor the end of the connection comes
	 */
	static String of(ConfigurableApplicationContext context, String bytes, String more) throws IOException {
		try (Socket socket = new Socket("localhost", EngineClient.port(context))) {
			socket.setSoTimeout(TIMEOUT);
			RawOutcome outcome = new RawOutcome(socket);
			outcome.send(bytes);
			if (outcome.receive() && !outcome.isServed()) {
				outcome.send(more);
				while (outcome.receive() && !outcome.isServed()) {
					// To the next one that is served, or to the end
				}
			}
			return String.join(" ", outcome.statuses);
		}
	}

	private boolean isServed() {
		return this.statuses.contains("200");
	}

	private void send(String bytes) {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			// The server has refused it already
		}
	}

	/** Receive an answer, unless the connection has ended. */
	private boolean receive() {
		StringBuilder head = new StringBuilder();
		try {
			Matcher matcher = HEAD.matcher(head);
			while (!matcher.reset().matches()) {
				int next = this.socket.getInputStream().read();
				if (next < 0) {
					return false;
				}
				head.append((char) next);
			}
			this.statuses.add(matcher.group(1));
			Matcher length = LENGTH.matcher(head);
			this.socket.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
			return true;
		}
		catch (SocketTimeoutException ex) {
			this.statuses.add("?");
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
