package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.internal.BodyCapacity;

/**
 * Reads the body of a request, which gets memory as {@link BodyCapacity} says.
 */
final class RequestBody {

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
			return readUpTo((int) contentLength, stream);
		}
		byte[] body = readUpTo(maxSize, stream);
		if (body.length == maxSize && stream.read() >= 0) {
			throw new RequestTooLargeException(maxSize);
		}
		return body;
	}

	private static byte[] readUpTo(int limit, InputStream stream) throws IOException {
		byte[] body = new byte[BodyCapacity.initial(limit)];
		int size = stream.readNBytes(body, 0, body.length);
		while (size == body.length && size < limit) {
			body = Arrays.copyOf(body, BodyCapacity.grown(size, size + 1, limit));
			size += stream.readNBytes(body, size, body.length - size);
		}
		return (size == body.length) ? body : Arrays.copyOf(body, size);
	}

}
