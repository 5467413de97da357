package dev.statefun.client.internal;

import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import dev.statefun.Address;
import dev.statefun.observation.AskObservationContext;
import dev.statefun.observation.AskObservationConvention;
import dev.statefun.observation.DefaultAskObservationConvention;
import dev.statefun.observation.StatefunObservations;
import dev.statefun.type.TypeName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes asks, as {@link StatefunObservations} says, and has the trace go with them.
 * Safe for use by many threads.
 */
public final class AskObserver {

	private static final AskObservationConvention DEFAULT = new DefaultAskObservationConvention();

	private final ObservationRegistry registry;

	private final Predicate<TypeName> served;

	private final @Nullable AskObservationConvention convention;

	/**
	 * Create an observer.
	 * @param registry where to observe
	 * @param served tells the functions that the application serves
	 * @param convention replaces the default convention, or {@code null}
	 */
	public AskObserver(ObservationRegistry registry, Predicate<TypeName> served,
			@Nullable AskObservationConvention convention) {
		this.registry = registry;
		this.served = served;
		this.convention = convention;
	}

	/**
	 * Observe what is also recorded.
	 * @param recorder is told of asks, too
	 * @return a recorder that does both
	 */
	public AskRecorder around(AskRecorder recorder) {
		return (target) -> begin(target, recorder.begin(target));
	}

	private AskRecorder.Asked begin(Address target, AskRecorder.Asked recording) {
		AskObservationContext context = new AskObservationContext(target, this.served.test(target.type()));
		Observation observation = StatefunObservations.ASK.observation(this.convention, DEFAULT, () -> context,
				this.registry);
		observation.start();
		return new Observed(observation, context, recording);
	}

	/** An ask that is observed. */
	private record Observed(Observation observation, AskObservationContext context,
			AskRecorder.Asked recording) implements AskRecorder.Asked {

		@Override
		public Map<String, String> trace() {
			return Map.copyOf(Objects.requireNonNull(this.context.getCarrier()));
		}

		@Override
		public void ended(AskRecorder.Outcome outcome, @Nullable Throwable failure) {
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
			this.recording.ended(outcome, failure);
		}

	}

}
