package dev.statefun.dispatch;

import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.RequestEffects.SentVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one request sends, by kind and target. Most requests send to a few targets
 * again and again, so that they are compared one after the other.
 */
final class SentMessages {

	private static final int MAX_TARGETS = 16;

	private @Nullable Count first;

	private int targets;

	/**
	 * Count something that is sent.
	 * @param invocation which invocation of the request does, from 1
	 */
	void add(Kind kind, @Nullable Object target, int invocation) {
		for (Count count = this.first; count != null; count = count.next) {
			if (count.isOf(kind, target)) {
				count.increment(invocation);
				return;
			}
		}
		if (target != null && this.targets >= MAX_TARGETS) {
			add(kind, null, invocation);
			return;
		}
		this.targets++;
		this.first = new Count(kind, target, this.first);
		this.first.increment(invocation);
	}

	/**
	 * Forget what an invocation sent.
	 * @param invocation which one of the request, the latest
	 */
	void rollBack(int invocation) {
		for (Count count = this.first; count != null; count = count.next) {
			count.rollBack(invocation);
		}
	}

	void forEach(SentVisitor visitor) {
		for (Count count = this.first; count != null; count = count.next) {
			if (count.number > 0) {
				visitor.visit(count.kind, count.target, count.number);
			}
		}
	}

	private static final class Count {

		private final Kind kind;

		private final @Nullable Object target;

		private final @Nullable Count next;

		private int number;

		private int markedAt;

		private int marked;

		Count(Kind kind, @Nullable Object target, @Nullable Count next) {
			this.kind = kind;
			this.target = target;
			this.next = next;
		}

		boolean isOf(Kind otherKind, @Nullable Object otherTarget) {
			return this.kind == otherKind
					&& (this.target == otherTarget || (this.target != null && this.target.equals(otherTarget)));
		}

		void increment(int invocation) {
			if (this.markedAt != invocation) {
				this.markedAt = invocation;
				this.marked = this.number;
			}
			this.number++;
		}

		void rollBack(int invocation) {
			if (this.markedAt == invocation) {
				this.number = this.marked;
			}
		}

	}

}
