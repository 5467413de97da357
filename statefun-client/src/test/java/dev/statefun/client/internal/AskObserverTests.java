package dev.statefun.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.statefun.Address;
import dev.statefun.client.internal.AskRecorder.Asked;
import dev.statefun.client.internal.AskRecorder.Outcome;
import dev.statefun.observation.AskObservationContext;
import dev.statefun.type.TypeName;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AskObserver} and {@link AskMetrics}.
 */
class AskObserverTests {

	private static final Address GREETER = Address.of("demo/greeter", "ada");

	private final List<AskObservationContext> stopped = new ArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final AskRecorder recorder = new AskObserver(this.registry, AskObserverTests::isServed, null)
		.around(new AskMetrics(this.meters, AskObserverTests::isServed));

	AskObserverTests() {
		this.registry.observationConfig().observationHandler(new Tracing());
	}

	private static boolean isServed(TypeName type) {
		return type.equals(GREETER.type());
	}

	@Test
	void whenAnAskEndsThenItIsObservedAndTimed() {
		Asked asked = this.recorder.begin(GREETER);
		assertThat(asked.trace()).isEqualTo(Map.of("traceparent", "00-1-2-01"));
		assertThat(this.meters.get("statefun.client.asks.active").gauge().value()).isEqualTo(1);
		asked.ended(Outcome.REPLY, null);
		assertThat(this.stopped).singleElement().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo("statefun.client.ask");
			assertThat(context.getContextualName()).isEqualTo("ask demo/greeter");
			assertThat(context.getAllKeyValues())
				.isEqualTo(KeyValues.of("function", "demo/greeter", "statefun.id", "ada"));
			assertThat(context.getError()).isNull();
		});
		assertThat(this.meters.get("statefun.client.asks")
			.tags("function", "demo/greeter", "outcome", "reply")
			.timer()
			.count()).isEqualTo(1);
		assertThat(this.meters.get("statefun.client.asks.active").gauge().value()).isZero();
	}

	@Test
	void whenTheFunctionIsOfAnotherApplicationThenItsNameIsNoTag() {
		Asked asked = this.recorder.begin(Address.of("other/function", "x"));
		asked.ended(Outcome.TIMEOUT, new IllegalStateException("too late"));
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getLowCardinalityKeyValue("function").getValue())
				.isEqualTo("unknown"))
			.satisfies((context) -> assertThat(context.getError()).hasMessage("too late"));
		assertThat(this.meters.get("statefun.client.asks")
			.tags("function", "unknown", "outcome", "timeout")
			.timer()
			.count()).isEqualTo(1);
	}

	/** Writes a trace, as tracing does. */
	private final class Tracing implements ObservationHandler<AskObservationContext> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof AskObservationContext;
		}

		@Override
		public void onStart(AskObservationContext context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "00-1-2-01");
		}

		@Override
		public void onStop(AskObservationContext context) {
			AskObserverTests.this.stopped.add(context);
		}

	}

}
