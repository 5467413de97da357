package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import dev.statefun.http.AdmissionControl;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.RequestTooSlowException;
import dev.statefun.http.TooManyRequestsException;
import dev.statefun.http.TransferLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link AdmittedInputMessage}.
 */
class AdmittedInputMessageTests {

	private static final int MAXIMUM = 1000;

	private final AdmissionControl control = new AdmissionControl(2, MAXIMUM);

	private final RequestAdmission admission = this.control.admit(0);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenABodyIsReadThenItsBytesAreCountedAndAdmittedOnce(boolean lengthKnown) throws IOException {
		AdmittedInputMessage message = message(600, lengthKnown);
		assertThat(message.getBody().readAllBytes()).hasSize(600);
		assertThat(message.size()).isEqualTo(600);
		assertThat(message.failure()).isNull();
		assertThat(this.admission.receive(message.size())).isTrue();
		assertThat(this.control.bytes()).isEqualTo(600);
	}

	@Test
	void whenABodyIsReadByteByByteThenTheMemoryThatItMayTakeIsCounted() throws IOException {
		AdmittedInputMessage message = message(700, false);
		InputStream body = message.getBody();
		while (body.read() >= 0) {
			assertThat(Math.min(2 * message.size(), MAXIMUM)).isEqualTo(this.control.bytes());
		}
		assertThat(message.size()).isEqualTo(700);
	}

	@Test
	void whenALengthIsKnownThenNoMoreMemoryIsCounted() throws IOException {
		AdmittedInputMessage message = message(700, true);
		InputStream body = message.getBody();
		for (int i = 1; i < 700; i++) {
			assertThat(body.read()).isNotNegative();
			assertThat(Math.min(2 * i, 700)).isEqualTo((int) this.control.bytes());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenThereIsNoRoomForABodyThenNoMoreIsRead(boolean lengthKnown) throws IOException {
		assertThat(this.control.admit(0).receive(100)).isTrue();
		AdmittedInputMessage message = message(MAXIMUM, lengthKnown);
		InputStream body = message.getBody();
		assertThat(body.read(new byte[450])).isEqualTo(450);
		assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> body.read(new byte[500]));
		assertThat(message.failure()).isInstanceOf(TooManyRequestsException.class);
		assertThat(this.control.bytes()).isEqualTo(1000);
	}

	@Test
	void whenABodyArrivesTooSlowlyThenNoMoreIsRead() throws IOException {
		TransferLimits limits = new TransferLimits(Duration.ofNanos(1), Duration.ofNanos(1), DataSize.ofBytes(1));
		AdmittedInputMessage message = new AdmittedInputMessage(request(10, true), this.admission, MAXIMUM, limits);
		InputStream body = message.getBody();
		assertThatExceptionOfType(RequestTooSlowException.class).isThrownBy(body::read);
		assertThat(message.failure()).isInstanceOf(RequestTooSlowException.class);
	}

	@Test
	void whenABodyIsTooLargeThenTheFailureIsKept() throws IOException {
		AdmittedInputMessage message = message(MAXIMUM + 1, false);
		InputStream body = message.getBody();
		assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(body::readAllBytes);
		assertThat(message.failure()).isInstanceOf(RequestTooLargeException.class);
	}

	private AdmittedInputMessage message(int size, boolean lengthKnown) {
		return new AdmittedInputMessage(request(size, lengthKnown), this.admission, MAXIMUM, TransferLimits.DEFAULT);
	}

	private static MockHttpServletRequest request(int size, boolean lengthKnown) {
		MockHttpServletRequest request = new MockHttpServletRequest() {

			@Override
			public long getContentLengthLong() {
				return lengthKnown ? size : -1;
			}

		};
		request.setContent(new byte[size]);
		return request;
	}

}
