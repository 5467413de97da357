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

	/** More than what arrives whole as a rule. */
	private static final long LARGE = 100_000;

	private Duration now = Duration.ZERO;

	private final AdmissionControl control = new AdmissionControl(3, 1000, new QuietPeriod(() -> this.now.toNanos()));

	private final AdmissionControl large = new AdmissionControl(10, 3 * LARGE);

	@Test
	void whenThereAreAsManyRequestsAsAllowedThenAFurtherOneIsRefusedUntilOneEnds() {
		RequestAdmission late = this.control.admit(0);
		List<RequestAdmission> admissions = List.of(received(0), received(0), received(0));
		assertThat(admissions).allMatch((admission) -> admission.refusal() == null);
		assertThat(this.control.admit(0).refusal()).extracting(EndpointResponse::status).isEqualTo(429);
		assertThat(late.receive(0)).as("was admitted before").isFalse();
		assertThat(admissions.get(0).start()).isTrue();
		assertThat(admissions.get(0).end(0)).isTrue();
		assertThat(this.control.admit(0).refusal()).isNull();
		assertThat(late.receive(0)).isTrue();
		assertThat(this.control.requests()).isEqualTo(3);
	}

	@Test
	void whenALengthIsOnlyAnnouncedThenItTakesNothing() {
		assertThat(this.control.admit(1000).refusal()).isNull();
		assertThat(this.control.admit(1000).refusal()).isNull();
		assertThat(this.control.bytes()).isZero();
		assertThat(this.control.requests()).isZero();
	}

	@Test
	void whenBodiesHaveAsManyBytesAsAllowedThenAFurtherOneIsRefused() {
		assertThat(this.large.admit(LARGE).refusal()).isNull();
		RequestAdmission whole = this.large.admit(LARGE);
		assertThat(whole.receive(LARGE)).isTrue();
		RequestAdmission second = this.large.admit(LARGE);
		assertThat(second.receive(LARGE)).isTrue();
		assertThat(this.large.admit(LARGE + 1).refusal()).isNotNull();
		assertThat(this.large.admit(LARGE).refusal()).isNull();
		RequestAdmission parts = this.large.admit(0);
		assertThat(parts.grow(LARGE / 2)).isTrue();
		assertThat(parts.grow(LARGE / 2 + 1)).isFalse();
		assertThat(parts.grow(LARGE / 2)).isTrue();
		assertThat(this.large.bytes()).isEqualTo(3 * LARGE);
		parts.release();
		assertThat(this.large.bytes()).isEqualTo(2 * LARGE);
		assertThat(this.large.requests()).isEqualTo(2);
	}

	@Test
	void whenBodiesThatArriveTakeAllRoomThenOneOfThemMayExceedItAtATime() {
		RequestAdmission first = this.control.admit(900);
		RequestAdmission second = this.control.admit(900);
		assertThat(first.grow(600)).isTrue();
		assertThat(second.grow(400)).isTrue();
		assertThat(first.grow(300)).as("exceeds the limit").isTrue();
		assertThat(second.grow(1)).as("waits for it").isFalse();
		assertThat(first.receive(900)).isTrue();
		assertThat(second.grow(1)).as("the first is handled").isFalse();
		assertThat(first.start()).isTrue();
		assertThat(first.end(0)).isTrue();
		assertThat(second.grow(500)).isTrue();
		assertThat(second.receive(900)).isTrue();
		assertThat(this.control.bytes()).isEqualTo(900);
		assertThat(this.control.requests()).isEqualTo(1);
	}

	@Test
	void whenTheBodyThatExceedsTheLimitIsAbandonedThenAnotherOneMay() {
		RequestAdmission first = this.control.admit(900);
		RequestAdmission second = this.control.admit(900);
		assertThat(first.grow(500)).isTrue();
		assertThat(second.grow(500)).isTrue();
		assertThat(first.grow(100)).isTrue();
		assertThat(second.grow(100)).isFalse();
		first.release();
		assertThat(this.control.bytes()).isEqualTo(500);
		RequestAdmission third = this.control.admit(900);
		assertThat(third.grow(500)).isTrue();
		assertThat(third.grow(100)).isTrue();
		assertThat(second.grow(100)).isFalse();
	}

	@Test
	void whenBodiesThatArriveTakeAllRoomThenSmallOnesThatAreWholeAreServed() {
		assertThat(this.control.admit(900).grow(700)).isTrue();
		RequestAdmission exempt = this.control.admit(900);
		assertThat(exempt.grow(300)).isTrue();
		assertThat(exempt.grow(600)).isTrue();
		RequestAdmission small = this.control.admit(1000);
		assertThat(small.refusal()).isNull();
		assertThat(small.receive(1000)).isTrue();
		assertThat(this.control.admit(251).refusal()).as("the reserve is not endless").isNotNull();
		assertThat(this.control.admit(250).receive(250)).isTrue();
	}

	@Test
	void whenABodyIsWholeThenItsSizeCountsInsteadOfItsMemory() {
		RequestAdmission admission = this.control.admit(0);
		assertThat(admission.grow(400)).isTrue();
		assertThat(this.control.requests()).isZero();
		assertThat(admission.receive(300)).isTrue();
		assertThat(admission.receive(300)).as("again").isTrue();
		assertThat(this.control.requests()).isEqualTo(1);
		assertThat(this.control.bytes()).isEqualTo(300);
	}

	@Test
	void whenARequestEndsThenItsAnswerCountsUntilItIsWritten() {
		RequestAdmission admission = received(10);
		assertThat(admission.start()).isTrue();
		assertThat(admission.end(700)).isTrue();
		assertThat(this.control.requests()).isZero();
		assertThat(this.control.bytes()).isEqualTo(700);
		assertThat(this.control.admit(600).refusal()).isNotNull();
		admission.release();
		assertThat(this.control.bytes()).isZero();
	}

	@Test
	void whenAnswersTakeAllRoomThenFurtherLargeOnesAreDroppedAndSmallOnesAreNot() {
		RequestAdmission unread = started(this.large, 10);
		assertThat(unread.end(2 * LARGE)).isTrue();
		RequestAdmission next = started(this.large, 10);
		assertThat(next.end(LARGE + 1)).isFalse();
		assertThat(started(this.large, 10).end(LARGE)).isTrue();
		assertThat(started(this.large, 10).end(100)).isTrue();
		assertThat(this.large.bytes()).isEqualTo(3 * LARGE + 100);
		assertThat(this.large.requests()).isZero();
		next.release();
		unread.release();
		assertThat(this.large.bytes()).isEqualTo(LARGE + 100);
	}

	@Test
	void whenAnAnswerIsLargerThanTheLimitThenItHasRoomWhileOthersTakeHalf() {
		RequestAdmission unread = started(this.large, 10);
		assertThat(unread.end(3 * LARGE / 2)).isTrue();
		RequestAdmission huge = started(this.large, 10);
		assertThat(huge.end(9 * LARGE)).isTrue();
		assertThat(this.large.admit(10).refusal()).isNotNull();
		huge.release();
		assertThat(this.large.admit(10).refusal()).isNull();
	}

	@Test
	void whenNobodyWaitsForAnAnswerThenItDoesNotCount() {
		RequestAdmission admission = received(10);
		assertThat(admission.start()).isTrue();
		admission.release();
		assertThat(this.control.requests()).as("is being handled").isEqualTo(1);
		assertThat(admission.end(700)).isTrue();
		assertThat(this.control.requests()).isZero();
		assertThat(this.control.bytes()).isZero();
	}

	@Test
	void whenARequestIsReleasedMoreThanOnceThenItsPlaceIsGivenBackOnce() {
		RequestAdmission abandoned = received(10);
		RequestAdmission other = received(20);
		abandoned.release();
		abandoned.release();
		assertThat(abandoned.start()).isFalse();
		assertThat(this.control.requests()).isEqualTo(1);
		assertThat(this.control.bytes()).isEqualTo(20);
		assertThat(other.start()).isTrue();
		assertThat(other.end(5)).isTrue();
		assertThat(this.control.bytes()).isEqualTo(5);
		other.release();
		other.release();
		assertThat(this.control.requests()).isZero();
		assertThat(this.control.bytes()).isZero();
	}

	@Test
	void whenARequestIsReleasedWhileItIsReadThenItTakesNothingMore() {
		RequestAdmission abandoned = this.control.admit(0);
		assertThat(abandoned.grow(10)).isTrue();
		abandoned.release();
		assertThat(abandoned.grow(10)).isFalse();
		assertThat(abandoned.receive(10)).isFalse();
		assertThat(this.control.bytes()).isZero();
		assertThat(this.control.requests()).isZero();
	}

	@Test
	void whenARequestIsRefusedThenThereIsNothingToGiveBack() {
		RequestAdmission refused = RequestAdmission.refused(EndpointResponse.refusal(413));
		assertThat(refused.start()).isFalse();
		assertThat(refused.grow(1)).isFalse();
		assertThat(refused.receive(1)).isFalse();
		refused.release();
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
						if (i % 2 == 0) {
							admission.grow(i % 150);
						}
						if (admission.receive(i % 300) && admission.start()) {
							assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(3);
							admitted.incrementAndGet();
							inside.decrementAndGet();
							admission.end(i % 100);
						}
						admission.release();
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
		received(1000);
		for (int i = 0; i < 10; i++) {
			this.control.admit(300);
		}
		assertThat(output.getAll().lines()).singleElement()
			.asString()
			.contains("1 with 0 KB are in progress", "statefun.max-concurrent-requests=3",
					"statefun.max-bytes-in-flight=1000B");
		this.now = this.now.plus(Duration.ofMinutes(1));
		this.control.admit(300);
		this.control.admit(300);
		assertThat(output.getAll().lines()).hasSize(2);
	}

	private RequestAdmission received(long size) {
		RequestAdmission admission = this.control.admit(size);
		assertThat(admission.receive(size)).isTrue();
		return admission;
	}

	private static RequestAdmission started(AdmissionControl control, long size) {
		RequestAdmission admission = control.admit(size);
		assertThat(admission.receive(size)).isTrue();
		assertThat(admission.start()).isTrue();
		return admission;
	}

}
