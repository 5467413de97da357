package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongPredicate;

import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.TooManyRequestsException;

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
	 * @param room asked for room for more bytes if the length is unknown
	 * @return the body, in an array of its length
	 * @throws RequestTooLargeException if it is longer than allowed
	 * @throws TooManyRequestsException if there is no room for it
	 */
	static byte[] read(InputStream stream, long contentLength, int maxSize, LongPredicate room) throws IOException {
		if (contentLength > maxSize) {
			throw new RequestTooLargeException(maxSize);
		}
		if (contentLength >= 0) {
			return read(stream, AT_ONCE, (int) contentLength, (bytes) -> true);
		}
		byte[] body = read(stream, OF_UNKNOWN_LENGTH, maxSize, room);
		if (body.length == maxSize && stream.read() >= 0) {
			throw new RequestTooLargeException(maxSize);
		}
		return body;
	}

	private static byte[] read(InputStream stream, int firstSize, int limit, LongPredicate room) throws IOException {
		byte[] body = new byte[0];
		int size = 0;
		while (size == body.length && size < limit) {
			int capacity = (int) Math.min(Math.max(2L * size, firstSize), limit);
			if (!room.test(capacity - size)) {
				throw new TooManyRequestsException();
			}
			body = Arrays.copyOf(body, capacity);
			size += stream.readNBytes(body, size, capacity - size);
		}
		return (size == body.length) ? body : Arrays.copyOf(body, size);
	}

}
