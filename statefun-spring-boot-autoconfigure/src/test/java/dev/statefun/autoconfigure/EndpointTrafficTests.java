package dev.statefun.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.http.AdmissionControl;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointTrafficTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StatefunAutoConfiguration.class));

	@Test
	void whenTheApplicationRefusesTrafficThenTheEndpointIsClosed() {
		this.contextRunner.run((context) -> {
			AdmissionControl control = context.getBean(AdmissionControl.class);
			assertThat(control.isClosed()).isFalse();
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(control.isClosed()).isTrue();
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(control.isClosed()).isFalse();
		});
	}

	@Test
	void whenAnEngineRunsBesideTheApplicationThenItIsServedUntilItHasStopped() {
		this.contextRunner.withBean(Engine.class).run((context) -> {
			AdmissionControl control = context.getBean(AdmissionControl.class);
			Engine engine = context.getBean(Engine.class);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(control.isClosed()).isFalse();
			((ConfigurableApplicationContext) context.getSourceApplicationContext()).close();
			assertThat(engine.closedAtStop).containsExactly(false);
			assertThat(control.isClosed()).isTrue();
		});
	}

	@Test
	void whenTheEngineBesideTheApplicationHasEndedThenTheEndpointIsClosed() {
		this.contextRunner.withBean(Engine.class).run((context) -> {
			context.getBean(Engine.class).stop();
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(context.getBean(AdmissionControl.class).isClosed()).isTrue();
		});
	}

	/**
	 * Remembers whether it was still served when it had to stop.
	 */
	static class Engine implements EngineLifecycle {

		private final List<Boolean> closedAtStop = new ArrayList<>();

		private final AdmissionControl control;

		private boolean running;

		Engine(AdmissionControl control) {
			this.control = control;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.closedAtStop.add(this.control.isClosed());
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
