package dev.statefun.autoconfigure.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends requests with any headers, as a browser, a proxy or an attacker may.
 */
final class Browser {

	private static final int TIMEOUT = 20_000;

	private Browser() {
	}

	/**
	 * Send a request.
	 * @param headers header lines in addition to {@code Host: localhost}, or in its place
	 * @return the whole answer, status line and headers included
	 */
	static String send(int port, String method, String path, String... headers) throws IOException {
		try (Socket socket = connect(port, method, path, headers)) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	static String get(int port, String path, String... headers) throws IOException {
		return send(port, "GET", path, headers);
	}

	/** Read what comes until it contains a text. */
	static String readUntil(Socket socket, String text) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		InputStream in = socket.getInputStream();
		while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("Ended with " + read.toString(StandardCharsets.UTF_8));
			}
			read.write(next);
		}
		return read.toString(StandardCharsets.UTF_8);
	}

	static Socket connect(int port, String method, String path, String... headers) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(TIMEOUT);
		StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, path));
		boolean hasHost = false;
		for (String header : headers) {
			request.append(header).append("\r\n");
			hasHost |= header.startsWith("Host:");
		}
		request.append(hasHost ? "" : "Host: localhost:" + port + "\r\n").append("Connection: close\r\n\r\n");
		socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

}
