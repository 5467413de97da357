package dev.statefun.autoconfigure;

import dev.statefun.autoconfigure.internal.EngineLifecycle;
import dev.statefun.autoconfigure.internal.LifecyclePhases;
import dev.statefun.http.AdmissionControl;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Closes the endpoint while the application is not ready for traffic, and when it shuts
 * down. Before it is ready for the first time, the endpoint is open, because a runner at
 * startup may wait for the engine. An engine beside the application is served until it
 * has stopped.
 */
final class EndpointTraffic implements SmartLifecycle {

	private final AdmissionControl control;

	private final ObjectProvider<EngineLifecycle> engines;

	private volatile boolean running;

	EndpointTraffic(AdmissionControl control, ObjectProvider<EngineLifecycle> engines) {
		this.control = control;
		this.engines = engines;
	}

	@EventListener
	void onReadiness(AvailabilityChangeEvent<ReadinessState> event) {
		boolean ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
		this.control.setClosed(!ready && !isEngineRunning());
	}

	private boolean isEngineRunning() {
		return this.engines.stream().anyMatch(EngineLifecycle::isRunning);
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
		return LifecyclePhases.ENDPOINT;
	}

}
