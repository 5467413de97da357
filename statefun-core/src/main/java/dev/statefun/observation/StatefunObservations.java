package dev.statefun.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of stateful functions. With tracing, each is a span.
 *
 * @since 0.1.0
 */
public enum StatefunObservations implements ObservationDocumentation {

	/** A request of the engine: messages for one function instance. */
	REQUEST("statefun.request", "A request of the engine, with messages for one function instance",
			DefaultRequestObservationConvention.class, new Key[] { Key.FUNCTION, Key.PROTOCOL },
			new Key[] { Key.ID, Key.BATCH_SIZE }),

	/** The invocation of a function with one message. */
	INVOCATION("statefun.invocation", "The invocation of a function with one message",
			DefaultInvocationObservationConvention.class, new Key[] { Key.FUNCTION, Key.MESSAGE_TYPE },
			new Key[] { Key.ID }),

	/** An ask of the client. */
	ASK("statefun.client.ask", "An ask of the `StatefunClient`, from the call to the end of its future",
			DefaultAskObservationConvention.class, new Key[] { Key.FUNCTION }, new Key[] { Key.ID });

	private final String observationName;

	private final String description;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	private final Key[] low;

	private final Key[] high;

	StatefunObservations(String observationName, String description,
			Class<? extends ObservationConvention<? extends Observation.Context>> convention, Key[] low, Key[] high) {
		this.observationName = observationName;
		this.description = description;
		this.convention = convention;
		this.low = low;
		this.high = high;
	}

	@Override
	public String getName() {
		return this.observationName;
	}

	/**
	 * The description of the observation.
	 * @return a few words
	 */
	public String description() {
		return this.description;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public Key[] getLowCardinalityKeyNames() {
		return this.low.clone();
	}

	@Override
	public Key[] getHighCardinalityKeyNames() {
		return this.high.clone();
	}

	/**
	 * The keys of the observations.
	 *
	 * @since 0.1.0
	 */
	public enum Key implements KeyName {

		/** The function. */
		FUNCTION("function", "type of the function; `unknown` if the application serves none of that type"),

		/** The protocol of the request. */
		PROTOCOL("protocol", "`v2` or `v3`"),

		/** The type of the message. */
		MESSAGE_TYPE("message.type", "type that the function is declared to handle, otherwise `other`"),

		/** The id of the function instance. */
		ID("statefun.id", "id of the function instance"),

		/** How many messages a request has. */
		BATCH_SIZE("statefun.batch.size", "how many messages the request has");

		private final String key;

		private final String description;

		Key(String key, String description) {
			this.key = key;
			this.description = description;
		}

		@Override
		public String asString() {
			return this.key;
		}

		/**
		 * The description of the values of the key.
		 * @return a few words
		 */
		public String description() {
			return this.description;
		}

	}

}
