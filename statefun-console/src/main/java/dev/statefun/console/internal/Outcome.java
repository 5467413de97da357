package dev.statefun.console.internal;

/**
 * Says what became of an invocation.
 */
enum Outcome {

	/** The function handled the message, and the request was answered. */
	HANDLED,

	/** The function handled the message, but another message failed the request. */
	ROLLED_BACK,

	/** The attempt failed, and another one follows. */
	RETRIED,

	/** The message failed, and the function went on without it. */
	SKIPPED,

	/** The message failed, and a dead letter took its place. */
	DEAD_LETTERED,

	/** The message failed, and with it the request. The engine sends it again. */
	FAILED;

	boolean isFailure() {
		return this != HANDLED && this != ROLLED_BACK;
	}

}
