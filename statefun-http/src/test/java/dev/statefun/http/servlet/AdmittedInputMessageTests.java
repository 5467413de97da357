package dev.statefun.http.servlet;

import java.io.IOException;
import java.io.InputStream;

import dev.statefun.http.AdmissionControl;
import dev.statefun.http.RequestAdmission;
import dev.statefun.http.RequestTooLargeException;
import dev.statefun.http.TooManyRequestsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link AdmittedInputMessage}.
 */
class AdmittedInputMessageTests {

	private static final int MAXIMUM = 1000;

	private final AdmissionControl control = new AdmissionControl(1, MAXIMUM);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenABodyIsReadThenItsBytesAreCountedAndAdmittedOnce(boolean lengthKnown) throws IOException {
		AdmittedInputMessage message = message(600, lengthKnown);
		assertThat(message.getBody().readAllBytes()).hasSize(600);
		assertThat(message.size()).isEqualTo(600);
		assertThat(message.failure()).isNull();
		assertThat(this.control.bytes()).isEqualTo(600);
	}

	@Test
	void whenABodyIsReadByteByByteThenItIsCountedAsWell() throws IOException {
		AdmittedInputMessage message = message(3, false);
		InputStream body = message.getBody();
		while (body.read() >= 0) {
			assertThat(message.size()).isEqualTo(this.control.bytes());
		}
		assertThat(message.size()).isEqualTo(3);
	}

	@Test
	void whenThereIsNoRoomForABodyOfUnknownLengthThenNoMoreIsRead() throws IOException {
		RequestAdmission admission = this.control.admit(0);
		assertThat(admission.grow(1)).isTrue();
		AdmittedInputMessage message = new AdmittedInputMessage(request(MAXIMUM, false), admission, MAXIMUM);
		InputStream body = message.getBody();
		assertThat(body.read(new byte[500])).isEqualTo(500);
		assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> body.read(new byte[500]));
		assertThat(message.failure()).isInstanceOf(TooManyRequestsException.class);
		assertThat(this.control.bytes()).isEqualTo(501);
	}

	@Test
	void whenABodyIsTooLargeThenTheFailureIsKept() throws IOException {
		AdmittedInputMessage message = message(MAXIMUM + 1, false);
		InputStream body = message.getBody();
		assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(body::readAllBytes);
		assertThat(message.failure()).isInstanceOf(RequestTooLargeException.class);
	}

	private AdmittedInputMessage message(int size, boolean lengthKnown) {
		RequestAdmission admission = this.control.admit(lengthKnown ? size : 0);
		return new AdmittedInputMessage(request(size, lengthKnown), admission, MAXIMUM);
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
