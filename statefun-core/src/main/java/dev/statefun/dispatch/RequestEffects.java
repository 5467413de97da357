package dev.statefun.dispatch;

import dev.statefun.type.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * What a request did, in numbers. To be read while it is passed on only.
 *
 * @since 0.1.0
 */
public interface RequestEffects {

	/**
	 * Tell what was sent.
	 * @param visitor is called once for each kind and target; twice for a function that
	 * was named by a {@link TypeName} and by text
	 */
	void forEachSent(SentVisitor visitor);

	/**
	 * Tell what was written to states.
	 * @param visitor is called once for each state that changed
	 */
	void forEachWritten(WrittenVisitor visitor);

	/**
	 * How something is sent.
	 */
	enum Kind {

		/** To a function, at once. */
		FUNCTION,

		/** To a function, after a while. */
		DELAYED,

		/** Takes back what was sent to be delayed. */
		CANCELLATION,

		/** Out of the engine. */
		EGRESS

	}

	/**
	 * Is told what was sent.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface SentVisitor {

		/**
		 * Messages of one kind to one target.
		 * @param kind how they are sent
		 * @param target the function, a {@link TypeName} or text of the same form, as the
		 * message was sent to; or the name of the egress, a text; {@code null} for
		 * cancellations, and for what exceeds the number of targets that one request is
		 * counted with
		 * @param count how many there are
		 */
		void visit(Kind kind, @Nullable Object target, int count);

	}

	/**
	 * Is told what was written to states.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface WrittenVisitor {

		/**
		 * A state that changed.
		 * @param state the name of the state
		 * @param bytes the size of its new value, 0 if it was removed
		 */
		void visit(String state, int bytes);

	}

}
