package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import dev.statefun.http.RequestTooLargeException;

/**
 * Reads the body of a request. Memory for a long body is allocated as the body arrives,
 * at most twice as much as has arrived, whatever length was promised.
 */
final class RequestBody {

	/** How much memory a promised length gets before anything has arrived. */
	private static final int PROMISED = 1 << 20;

	private static final int UNKNOWN_LENGTH = 8 << 10;

	private RequestBody() {
	}

	/**
	 * Read a body.
	 * @param stream the stream with the body
	 * @param contentLength its length, negative if that is unknown
	 * @param maxSize the largest length
	 * @return the body, in an array of its length
	 * @throws RequestTooLargeException if the body is longer
	 */
	static byte[] read(InputStream stream, long contentLength, int maxSize) throws IOException {
		if (contentLength > maxSize) {
			throw new RequestTooLargeException(maxSize);
		}
		if (contentLength >= 0) {
			return readUpTo((int) contentLength, stream, PROMISED);
		}
		byte[] body = readUpTo(maxSize, stream, UNKNOWN_LENGTH);
		if (body.length == maxSize && stream.read() >= 0) {
			throw new RequestTooLargeException(maxSize);
		}
		return body;
	}

	private static byte[] readUpTo(int limit, InputStream stream, int firstCapacity) throws IOException {
		byte[] body = new byte[0];
		int size = 0;
		while (size == body.length && size < limit) {
			int capacity = (int) Math.min(Math.max(2L * size, firstCapacity), limit);
			body = Arrays.copyOf(body, capacity);
			size += stream.readNBytes(body, size, capacity - size);
		}
		return (size == body.length) ? body : Arrays.copyOf(body, size);
	}

}
