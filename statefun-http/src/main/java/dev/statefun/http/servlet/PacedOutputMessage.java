package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.OutputStream;

import dev.statefun.http.TransferLimits;
import dev.statefun.http.internal.TransferPace;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;

/**
 * An answer for a converter to write. Its stream writes in parts, and ends with an
 * exception when the client takes them too slowly.
 */
final class PacedOutputMessage implements HttpOutputMessage {

	/** As much as a connection of Tomcat buffers. */
	private static final int PART = 32 << 10;

	private final HttpOutputMessage delegate;

	private final TransferPace pace;

	PacedOutputMessage(HttpOutputMessage delegate, TransferLimits limits) {
		this.delegate = delegate;
		this.pace = new TransferPace(limits, System.nanoTime());
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.delegate.getHeaders();
	}

	@Override
	public OutputStream getBody() throws IOException {
		return new PacedOutputStream(this.delegate.getBody());
	}

	private final class PacedOutputStream extends OutputStream {

		private final OutputStream body;

		PacedOutputStream(OutputStream body) {
			this.body = body;
		}

		@Override
		public void write(int value) throws IOException {
			this.body.write(value);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			int written = 0;
			while (length - written > PART) {
				this.body.write(bytes, offset + written, PART);
				written += PART;
				check(PART);
			}
			this.body.write(bytes, offset + written, length - written);
			check(length - written);
		}

		private void check(int length) throws IOException {
			long now = System.nanoTime();
			PacedOutputMessage.this.pace.moved(length, now);
			if (PacedOutputMessage.this.pace.isTooSlow(now)) {
				throw new IOException("The answer is taken more slowly than statefun.transfer allows");
			}
		}

		@Override
		public void flush() throws IOException {
			this.body.flush();
		}

	}

}
