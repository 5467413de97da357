package dev.statefun.autoconfigure;

import dev.statefun.http.AdmissionControl;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Closes the endpoint while the application is not ready for traffic, and when it shuts
 * down. Before it is ready for the first time, the endpoint is open, because a runner at
 * startup may wait for the engine. An embedded engine is served until it has stopped.
 */
final class EndpointTraffic implements SmartLifecycle {

	/** After the embedded engine has stopped, before web servers wait for requests. */
	static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 256;

	/** As {@code EmbeddedEngineAutoConfiguration} names it. */
	private static final String EMBEDDED_ENGINE = "statefunEmbeddedEngineLifecycle";

	private final AdmissionControl control;

	private final ApplicationContext context;

	private volatile boolean running;

	EndpointTraffic(AdmissionControl control, ApplicationContext context) {
		this.control = control;
		this.context = context;
	}

	@EventListener
	void onReadiness(AvailabilityChangeEvent<ReadinessState> event) {
		boolean ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
		this.control.setClosed(!ready && !isEngineRunning());
	}

	private boolean isEngineRunning() {
		return this.context.containsLocalBean(EMBEDDED_ENGINE)
				&& this.context.getBean(EMBEDDED_ENGINE, SmartLifecycle.class).isRunning();
	}

	@Override
	public void start() {
		this.running = true;
		this.control.setClosed(false);
	}

	@Override
	public void stop() {
		this.running = false;
		this.control.setClosed(true);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
