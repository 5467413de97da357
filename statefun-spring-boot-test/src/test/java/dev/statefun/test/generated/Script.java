package dev.statefun.test.generated;

import java.util.List;

import dev.statefun.annotation.StatefunType;

/**
 * What a function instance is told to do.
 *
 * @param path how the message came, from the ingress or from a delayed message on:
 * messages with the same one arrive in order, others do not
 * @param operations what to do, in order
 */
@StatefunType("gen/Script")
public record Script(String path, List<Operation> operations) {

	/**
	 * A step.
	 *
	 * @param kind what it does
	 * @param text a note, or a cancellation token
	 * @param number what is added, or a delay in milliseconds
	 * @param function the receiver's function
	 * @param id the receiver's id
	 * @param script what the receiver is to do
	 */
	public record Operation(Kind kind, String text, long number, String function, String id, Script script) {

		static Operation of(Kind kind) {
			return of(kind, "");
		}

		static Operation of(Kind kind, String text) {
			return new Operation(kind, text, 0, "", "", null);
		}

		static Operation add(long number) {
			return new Operation(Kind.ADD, "", number, "", "", null);
		}

	}

	/** What a step does. */
	public enum Kind {

		/** Adds to a sum, which is removed when it is zero. */
		ADD,

		/** Sets the state that only the ingress sets. */
		SET,

		/** Removes the state that only the ingress sets. */
		REMOVE,

		/** Sets the note of the path. */
		NOTE,

		/** Removes the note of the path. */
		FORGET,

		/** Sends a script. */
		SEND,

		/** Sends a script after a while, with a token unless that is empty. */
		DELAY,

		/** Cancels by token. */
		CANCEL,

		/** Emits a text and the state that only the ingress sets. */
		EMIT,

		/** Emits all states. */
		DUMP

	}

}
