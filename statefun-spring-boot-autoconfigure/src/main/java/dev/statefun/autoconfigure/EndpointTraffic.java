package dev.statefun.autoconfigure;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Has the endpoint take no more requests while the application is not ready for traffic,
 * and when it goes down. Until it has been ready for the first time requests are taken:
 * what runs at startup may wait for the engine.
 */
final class EndpointTraffic {

	private final AdmissionControl control;

	private final ApplicationContext context;

	EndpointTraffic(AdmissionControl control, ApplicationContext context) {
		this.control = control;
		this.context = context;
	}

	@EventListener
	void onReadiness(AvailabilityChangeEvent<ReadinessState> event) {
		this.control.setClosed(event.getState() != ReadinessState.ACCEPTING_TRAFFIC);
	}

	@EventListener
	void onClose(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.control.setClosed(true);
		}
	}

}
