package dev.statefun.docs;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Examples of the documentation.
 */
interface GoingDown {

	@Component
	class DependencyWatch {

		private final ApplicationEventPublisher events;

		DependencyWatch(ApplicationEventPublisher events) {
			this.events = events;
		}

		void databaseIs(boolean available) {
			AvailabilityChangeEvent.publish(this.events, this,
					available ? ReadinessState.ACCEPTING_TRAFFIC : ReadinessState.REFUSING_TRAFFIC);
		}

	}

}
