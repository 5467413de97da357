package dev.statefun.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the body of a request, at once if it is short. For a long one memory is taken as
 * it arrives, at most twice what has, whatever length was promised.
 */
final class RequestBody {

	/** What a client gets for a promise. */
	private static final int AT_ONCE = 1 << 20;

	private static final int OF_UNKNOWN_LENGTH = 8 << 10;

	private RequestBody() {
	}

	/**
	 * Read a body.
	 * @param stream where it comes from
	 * @param contentLength its length, negative if that is unknown
	 * @param maxSize how long it may be
	 * @return the body, in an array of its length
	 * @throws RequestTooLargeException if it is longer than allowed
	 */
	static byte[] read(InputStream stream, long contentLength, int maxSize) throws IOException {
		if (contentLength > maxSize) {
			throw new RequestTooLargeException(maxSize);
		}
		if (contentLength >= 0) {
			return read(stream, AT_ONCE, (int) contentLength);
		}
		byte[] body = read(stream, OF_UNKNOWN_LENGTH, maxSize);
		if (body.length == maxSize && stream.read() >= 0) {
			throw new RequestTooLargeException(maxSize);
		}
		return body;
	}

	private static byte[] read(InputStream stream, int firstSize, int limit) throws IOException {
		byte[] body = new byte[Math.min(firstSize, limit)];
		int size = stream.readNBytes(body, 0, body.length);
		while (size == body.length && size < limit) {
			body = Arrays.copyOf(body, (int) Math.min(2L * size, limit));
			size += stream.readNBytes(body, size, body.length - size);
		}
		return (size == body.length) ? body : Arrays.copyOf(body, size);
	}

}
