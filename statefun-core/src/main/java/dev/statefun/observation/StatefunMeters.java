package dev.statefun.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of stateful functions. The tags of all of them have a bounded number of
 * values: none holds ids, contents, or names that are not the application's own.
 *
 * @since 0.1.0
 */
public enum StatefunMeters implements MeterDocumentation {

	/** Invocations of functions. */
	INVOCATIONS("statefun.invocations", Type.TIMER, null, "Invocations of stateful functions, one for each message",
			Tag.FUNCTION, Tag.MESSAGE_TYPE, Tag.INVOCATION_OUTCOME, Tag.EXCEPTION),

	/** Messages in a request. */
	BATCH_SIZE("statefun.batch.size", Type.DISTRIBUTION_SUMMARY, "messages", "Messages in a request of the engine",
			Tag.FUNCTION),

	/** Messages that functions send. */
	MESSAGES_SENT("statefun.messages.sent", Type.COUNTER, "messages",
			"What functions sent, in requests that were answered", Tag.FUNCTION, Tag.KIND, Tag.TARGET),

	/** Returned values that no caller got. */
	REPLIES_DROPPED("statefun.replies.dropped", Type.COUNTER, "messages",
			"Values that handlers returned, and that did not go to their caller because it is a function of this"
					+ " application without a handler for them",
			Tag.FUNCTION),

	/** Sizes of states in requests. */
	STATE_READ("statefun.state.read", Type.COUNTER, "bytes", "Values of states that came with requests", Tag.FUNCTION,
			Tag.STATE),

	/** Sizes of states in answers. */
	STATE_WRITTEN("statefun.state.written", Type.COUNTER, "bytes", "Values of states that went back with answers",
			Tag.FUNCTION, Tag.STATE),

	/** States that the client reads or changes. */
	STATE_ACCESSES("statefun.state.accesses", Type.COUNTER, "messages",
			"Messages that read or changed states of an instance from outside, without calling the function",
			Tag.FUNCTION, Tag.STATE_ACCESS_OUTCOME),

	/** Choices about messages that fail. */
	FAILURES("statefun.failures", Type.COUNTER, "messages",
			"Failed attempts to handle a message, by what is done about them; a message that is sent again counts anew",
			Tag.FUNCTION, Tag.ACTION),

	/** Handlers that ignore their timeout. */
	HANDLERS_OVERDUE("statefun.handlers.overdue", Type.GAUGE, "threads",
			"Handlers that go on although their time was up. Each keeps one of `statefun.errors.max-threads`"),

	/** Requests of the engine. */
	REQUESTS("statefun.requests", Type.TIMER, null, "Requests of the engine, from their last byte to the whole answer",
			Tag.FUNCTION, Tag.PROTOCOL, Tag.REQUEST_OUTCOME),

	/** Requests that are being handled. */
	REQUESTS_ACTIVE("statefun.requests.active", Type.GAUGE, "requests",
			"Requests of the engine that are being handled"),

	/** Sizes of requests. */
	REQUEST_SIZE("statefun.request.size", Type.DISTRIBUTION_SUMMARY, "bytes", "Bodies of requests of the engine",
			Tag.FUNCTION),

	/** Sizes of answers. */
	RESPONSE_SIZE("statefun.response.size", Type.DISTRIBUTION_SUMMARY, "bytes", "Bodies of answers to the engine",
			Tag.FUNCTION),

	/** Requests that were not handled. */
	REQUESTS_REJECTED("statefun.requests.rejected", Type.COUNTER, "requests",
			"Requests that were refused before a function had them", Tag.REASON),

	/** Workers that run functions. */
	WORKERS_ACTIVE("statefun.workers.active", Type.GAUGE, "threads",
			"Workers of the port of its own that are running functions"),

	/** Requests that wait for a worker. */
	WORKERS_QUEUED("statefun.workers.queued", Type.GAUGE, "requests",
			"Requests on the port of its own that wait for a worker"),

	/** Asks of the client. */
	CLIENT_ASKS("statefun.client.asks", Type.TIMER, null,
			"Asks of the `StatefunClient`, from the call to the end of its future", Tag.FUNCTION, Tag.ASK_OUTCOME),

	/** Asks that wait for answers. */
	CLIENT_ASKS_ACTIVE("statefun.client.asks.active", Type.GAUGE, "asks",
			"Asks of the `StatefunClient` that wait for their answers");

	private final String meterName;

	private final Type type;

	private final @Nullable String baseUnit;

	private final String description;

	private final Tag[] tags;

	StatefunMeters(String meterName, Type type, @Nullable String baseUnit, String description, Tag... tags) {
		this.meterName = meterName;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.meterName;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	/**
	 * The description of the meter.
	 * @return a few words
	 */
	public String description() {
		return this.description;
	}

	@Override
	public Tag[] getKeyNames() {
		return this.tags.clone();
	}

	/**
	 * The tags of the meters.
	 *
	 * @since 0.1.0
	 */
	public enum Tag implements KeyName {

		/** The function. */
		FUNCTION("function", "type of the function; `unknown` if the application serves none of that type"),

		/** The type of the message. */
		MESSAGE_TYPE("message.type", "type that the function is declared to handle, otherwise `other`"),

		/** How an invocation ended. */
		INVOCATION_OUTCOME("outcome", "`success` or `failure`"),

		/** The exception of an invocation. */
		EXCEPTION("exception",
				"simple name of the class that was thrown, `none` on success; `other` beyond 50 different ones"),

		/** The choice about a failure. */
		ACTION("action", "`retry`, `skip`, `dead-letter`, or `fail`: the request, which the engine sends again"),

		/** How something was sent. */
		KIND("kind", "`function`, `delayed`, `cancellation` or `egress`"),

		/** Where something was sent to. */
		TARGET("target",
				"type of the function, or the egress; `none` for cancellations, `other` beyond 100 different ones"),

		/** The state. */
		STATE("state", "name of the state, as the function declares it"),

		/** The outcome of an access to states. */
		STATE_ACCESS_OUTCOME("outcome",
				"`read`, `written`, `refused` (not allowed, or not sent by the client) or `failed` (no such state, or a value of another type)"),

		/** The protocol of a request. */
		PROTOCOL("protocol", "`v2`, `v3`, or `unknown` if the request could not be read"),

		/** How a request was answered. */
		REQUEST_OUTCOME("outcome",
				"`success`; `incomplete` if the engine was asked for states, and sends it again; or `failure`"),

		/** How an ask ended. */
		ASK_OUTCOME("outcome",
				"`reply`, `failure` (the function cannot handle the message), `refusal` (not allowed, key of another question, or too many at once), `timeout`, `error` (no engine took the message) or `cancelled`"),

		/** Why a request was refused. */
		REASON("reason",
				"`method`, `content-type`, `too-large`, `too-slow`, `malformed`, `protocol` (not the one that is configured), `busy` (another request for the instance is at work), `overloaded` (too many at once), `closed` (the application refuses traffic, or is going down), or `io`");

		private final String tag;

		private final String description;

		Tag(String tag, String description) {
			this.tag = tag;
			this.description = description;
		}

		@Override
		public String asString() {
			return this.tag;
		}

		/**
		 * The description of the values of the tag.
		 * @return a few words
		 */
		public String description() {
			return this.description;
		}

	}

}
