package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;

import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.RequestTooSlowException;
import dev.statefun.http.TooManyRequestsException;
import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.TransferPace;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.server.ServletServerHttpRequest;

/**
 * A request that was admitted, for a converter to read. Its stream counts the bytes of
 * the body as they arrive, and ends with an exception at a limit: the largest size, the
 * room for bodies, or the least rate. The exception is kept, so that a converter that
 * swallows it cannot lose the limit.
 */
final class AdmittedInputMessage implements HttpInputMessage {

	private final HttpServletRequest request;

	private final RequestAdmission admission;

	private final int maxSize;

	private final long contentLength;

	private final TransferPace pace;

	private long size;

	/** The memory that was taken for what has arrived. */
	private long taken;

	private @Nullable Exception failure;

	AdmittedInputMessage(HttpServletRequest request, RequestAdmission admission, int maxSize, TransferLimits limits) {
		this.request = request;
		this.admission = admission;
		this.maxSize = maxSize;
		this.contentLength = request.getContentLengthLong();
		this.pace = new TransferPace(limits, System.nanoTime());
	}

	@Override
	public HttpHeaders getHeaders() {
		return new ServletServerHttpRequest(this.request).getHeaders();
	}

	@Override
	public InputStream getBody() throws IOException {
		return new CountingInputStream(this.request.getInputStream());
	}

	/** How many bytes were read so far. */
	long size() {
		return this.size;
	}

	/** Why the body could not be read, or {@code null} if it could. */
	@Nullable Exception failure() {
		return this.failure;
	}

	private void count(long bytes) {
		this.size += bytes;
		if (this.size > this.maxSize) {
			throw failed(new RequestTooLargeException(this.maxSize));
		}
		if (this.size != this.contentLength) {
			countPart(bytes);
		}
	}

	/** The converter takes at most twice the memory of what has arrived. */
	private void countPart(long bytes) {
		long now = System.nanoTime();
		this.pace.moved(bytes, now);
		if (this.pace.isTooSlow(now)) {
			throw failed(new RequestTooSlowException());
		}
		long limit = (this.contentLength >= 0) ? this.contentLength : this.maxSize;
		long more = Math.min(2 * this.size, limit) - this.taken;
		if (more > 0 && !this.admission.grow(more)) {
			throw failed(new TooManyRequestsException());
		}
		this.taken += Math.max(more, 0);
	}

	private <T extends Exception> T failed(T exception) {
		if (this.failure == null) {
			this.failure = exception;
		}
		return exception;
	}

	private final class CountingInputStream extends InputStream {

		private final InputStream delegate;

		CountingInputStream(InputStream delegate) {
			this.delegate = delegate;
		}

		@Override
		public int read() throws IOException {
			try {
				int value = this.delegate.read();
				if (value >= 0) {
					count(1);
				}
				return value;
			}
			catch (IOException ex) {
				throw failed(ex);
			}
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			try {
				int number = this.delegate.read(bytes, offset, length);
				if (number > 0) {
					count(number);
				}
				return number;
			}
			catch (IOException ex) {
				throw failed(ex);
			}
		}

		@Override
		public int available() throws IOException {
			return this.delegate.available();
		}

	}

}
