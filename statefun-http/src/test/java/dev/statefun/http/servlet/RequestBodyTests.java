package dev.statefun.http.servlet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

import dev.statefun.http.RequestTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestBodyTests {

	private static final int MAXIMUM = 5 << 20;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8191, 8192, 8193, 1 << 20, (1 << 20) + 1, 3 << 20, MAXIMUM })
	void whenABodyIsWithinTheLimitThenItIsReadWhole(int size) throws IOException {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		assertThat(RequestBody.read(new ByteArrayInputStream(body), size, MAXIMUM)).isEqualTo(body);
		assertThat(RequestBody.read(new ByteArrayInputStream(body), -1, MAXIMUM)).isEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 8192, MAXIMUM })
	void whenABodyIsLargerThanTheLimitThenItIsRefused(int limit) {
		InputStream body = new ByteArrayInputStream(new byte[limit + 1]);
		assertThatExceptionOfType(RequestTooLargeException.class)
			.isThrownBy(() -> RequestBody.read(body, limit + 1L, limit))
			.withMessageContaining(limit + "B that statefun.max-request-size allows");
		assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(() -> RequestBody.read(body, -1, limit));
	}

	@Test
	void whenABodyIsShorterThanPromisedThenMemoryIsTakenForWhatArrived() throws IOException {
		LargestRead body = new LargestRead(10);
		assertThat(RequestBody.read(body, 2_000_000_000, Integer.MAX_VALUE - 8)).hasSize(10);
		assertThat(body.largest).isLessThanOrEqualTo(1 << 20);
	}

	@Test
	void whenTheLengthIsUnknownThenMemoryIsTakenForWhatArrived() throws IOException {
		LargestRead body = new LargestRead(10);
		assertThat(RequestBody.read(body, -1, MAXIMUM)).hasSize(10);
		assertThat(body.largest).isEqualTo(8192);
	}

	/** Knows how much room there was for it. */
	private static final class LargestRead extends InputStream {

		private int remaining;

		private int largest;

		LargestRead(int size) {
			this.remaining = size;
		}

		@Override
		public int read() {
			return (this.remaining-- > 0) ? 0 : -1;
		}

		@Override
		public int readNBytes(byte[] bytes, int offset, int length) throws IOException {
			this.largest = Math.max(this.largest, bytes.length);
			return super.readNBytes(bytes, offset, length);
		}

	}

}
