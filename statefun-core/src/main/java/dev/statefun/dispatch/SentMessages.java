package dev.statefun.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.statefun.dispatch.RequestEffects.Kind;
import dev.statefun.dispatch.RequestEffects.Sent;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one request sends, by kind and target. Most requests send to a few targets
 * again and again. To compare those one after another takes less time for each message
 * than a key for a map.
 */
final class SentMessages {

	private static final int MAX_TARGETS = 16;

	private final List<Count> counts = new ArrayList<>();

	/**
	 * Count something that is sent.
	 * @param target a type name or its text, or {@code null} if there is none
	 * @param attempt which attempt of the request sends it, from 1
	 */
	void add(Kind kind, @Nullable Object target, int attempt) {
		for (int i = 0; i < this.counts.size(); i++) {
			Count count = this.counts.get(i);
			if (count.isOf(kind, target)) {
				count.increment(attempt);
				return;
			}
		}
		if (target != null && this.counts.size() >= MAX_TARGETS) {
			add(kind, null, attempt);
			return;
		}
		Count count = new Count(kind, target);
		count.increment(attempt);
		this.counts.add(count);
	}

	/**
	 * Forget what an attempt sent.
	 * @param attempt which attempt of the request, the latest
	 */
	void rollBack(int attempt) {
		this.counts.forEach((count) -> count.rollBack(attempt));
	}

	/** Sum up. A target that was named by a type name and by its text is one. */
	List<Sent> toList() {
		List<Sent> sent = new ArrayList<>(this.counts.size());
		for (Count count : this.counts) {
			if (count.number > 0) {
				add(sent, count);
			}
		}
		return sent;
	}

	private static void add(List<Sent> sent, Count count) {
		String target = (count.target != null) ? count.target.toString() : null;
		for (int i = 0; i < sent.size(); i++) {
			Sent other = sent.get(i);
			if (other.kind() == count.kind && Objects.equals(other.target(), target)) {
				sent.set(i, new Sent(count.kind, target, other.count() + count.number));
				return;
			}
		}
		sent.add(new Sent(count.kind, target, count.number));
	}

	private static final class Count {

		private final Kind kind;

		private final @Nullable Object target;

		private int number;

		private int markedAt;

		private int marked;

		Count(Kind kind, @Nullable Object target) {
			this.kind = kind;
			this.target = target;
		}

		boolean isOf(Kind otherKind, @Nullable Object otherTarget) {
			return this.kind == otherKind && Objects.equals(this.target, otherTarget);
		}

		void increment(int attempt) {
			if (this.markedAt != attempt) {
				this.markedAt = attempt;
				this.marked = this.number;
			}
			this.number++;
		}

		void rollBack(int attempt) {
			if (this.markedAt == attempt) {
				this.number = this.marked;
			}
		}

	}

}
