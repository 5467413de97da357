package dev.statefun.autoconfigure.internal;

import org.springframework.context.SmartLifecycle;

/**
 * The lifecycle of an engine beside the application, such as the embedded one. While it
 * runs, the endpoint takes its requests even if the application is not ready for other
 * traffic: the engine could not stop otherwise.
 */
public interface EngineLifecycle extends SmartLifecycle {

	@Override
	default int getPhase() {
		return LifecyclePhases.ENGINE;
	}

}
