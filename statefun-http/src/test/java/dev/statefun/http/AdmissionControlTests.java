package dev.statefun.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AdmissionControl} and {@link RequestAdmission}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdmissionControlTests {

	private Duration now = Duration.ZERO;

	private final AdmissionControl control = new AdmissionControl(3, 1000, new QuietPeriod(() -> this.now.toNanos()));

	@Test
	void whenThereAreAsManyRequestsAsAllowedThenAFurtherOneIsRefusedUntilOneEnds() {
		List<RequestAdmission> admissions = List.of(this.control.admit(0), this.control.admit(0),
				this.control.admit(0));
		assertThat(admissions).allMatch((admission) -> admission.refusal() == null);
		assertThat(this.control.admit(0).refusal()).extracting(EndpointResponse::status).isEqualTo(429);
		assertThat(admissions.get(0).start()).isTrue();
		admissions.get(0).end();
		assertThat(this.control.admit(0).refusal()).isNull();
		assertThat(this.control.requests()).isEqualTo(3);
	}

	@Test
	void whenBodiesHaveAsManyBytesAsAllowedThenAFurtherOneIsRefused() {
		assertThat(this.control.admit(600).refusal()).isNull();
		assertThat(this.control.admit(401).refusal()).isNotNull();
		RequestAdmission admission = this.control.admit(0);
		assertThat(admission.grow(300)).isTrue();
		assertThat(admission.grow(101)).isFalse();
		assertThat(admission.grow(100)).isTrue();
		assertThat(this.control.bytes()).isEqualTo(1000);
		admission.abandon();
		assertThat(this.control.bytes()).isEqualTo(600);
		assertThat(this.control.requests()).isEqualTo(1);
	}

	@Test
	void whenARequestIsAbandonedMoreThanOnceThenItsPlaceIsGivenBackOnce() {
		RequestAdmission abandoned = this.control.admit(10);
		RequestAdmission other = this.control.admit(20);
		abandoned.abandon();
		abandoned.abandon();
		assertThat(abandoned.start()).isFalse();
		assertThat(this.control.requests()).isEqualTo(1);
		assertThat(this.control.bytes()).isEqualTo(20);
		assertThat(other.start()).isTrue();
		other.abandon();
		assertThat(this.control.requests()).as("is being handled").isEqualTo(1);
		other.end();
		other.abandon();
		assertThat(this.control.requests()).isZero();
		assertThat(this.control.bytes()).isZero();
	}

	@Test
	void whenARequestIsAbandonedWhileItIsReadThenItTakesNothingMore() {
		RequestAdmission abandoned = this.control.admit(0);
		abandoned.abandon();
		assertThat(abandoned.grow(10)).isFalse();
		assertThat(this.control.bytes()).isZero();
		assertThat(this.control.requests()).isZero();
	}

	@Test
	void whenARequestIsRefusedThenThereIsNothingToGiveBack() {
		RequestAdmission refused = RequestAdmission.refused(EndpointResponse.refusal(413));
		assertThat(refused.start()).isFalse();
		assertThat(refused.grow(1)).isFalse();
		refused.abandon();
		assertThat(this.control.requests()).isZero();
	}

	@Test
	void whenManyThreadsComeAndGoThenThereAreNeverMoreThanAllowedAndNoneInTheEnd() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger admitted = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				done.add(threads.submit(() -> {
					for (int i = 0; i < 20_000; i++) {
						RequestAdmission admission = this.control.admit(i % 300);
						if (admission.start()) {
							assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(3);
							admitted.incrementAndGet();
							inside.decrementAndGet();
							admission.end();
						}
					}
				}));
			}
			for (Future<?> each : done) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(admitted).hasPositiveValue();
		assertThat(this.control.requests()).isZero();
		assertThat(this.control.bytes()).isZero();
	}

	@Test
	void whenRequestsAreRefusedThenTheLogAsksTheOperatorOnceAMinute(CapturedOutput output) {
		this.control.admit(1000);
		for (int i = 0; i < 10; i++) {
			this.control.admit(1);
		}
		assertThat(output.getAll().lines()).singleElement()
			.asString()
			.contains("1 with 0 KB are in progress", "statefun.max-concurrent-requests=3",
					"statefun.max-bytes-in-flight=1000B");
		this.now = this.now.plus(Duration.ofMinutes(1));
		this.control.admit(1);
		this.control.admit(1);
		assertThat(output.getAll().lines()).hasSize(2);
	}

}
