package dev.statefun.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import dev.statefun.type.SerializationException;
import dev.statefun.type.TypedValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The asks of this process that wait for answers. An answer that nobody waits for belongs
 * to another process, to an ask that has ended, or came twice. Safe for use by many
 * threads.
 */
final class PendingAsks {

	private static final Log logger = LogFactory.getLog(PendingAsks.class);

	private final Map<Question, List<PendingAsk<?>>> pending = new ConcurrentHashMap<>();

	private final AtomicInteger number = new AtomicInteger();

	private final int max;

	PendingAsks(int max) {
		this.max = max;
	}

	/**
	 * Let an ask wait.
	 * @return whether there is room for it
	 */
	boolean add(Question question, PendingAsk<?> ask) {
		if (this.number.incrementAndGet() > this.max) {
			this.number.decrementAndGet();
			return false;
		}
		this.pending.compute(question, (key, present) -> {
			List<PendingAsk<?>> asks = new ArrayList<>((present != null) ? present : List.of());
			asks.add(ask);
			return asks;
		});
		return true;
	}

	void remove(Question question, PendingAsk<?> ask) {
		this.number.decrementAndGet();
		this.pending.computeIfPresent(question, (key, present) -> {
			List<PendingAsk<?>> others = present.stream().filter((other) -> other != ask).toList();
			return others.isEmpty() ? null : others;
		});
	}

	int number() {
		return this.number.get();
	}

	/** Take what came from the egress. */
	void accept(TypedValue received, Executor executor) {
		Answer answer;
		try {
			answer = received.as(Answer.TYPE);
		}
		catch (SerializationException ex) {
			logger.warn("The egress of the client has a record that is no answer: " + ex.getMessage());
			return;
		}
		List<PendingAsk<?>> asks = this.pending.get(new Question(answer.askId(), answer.digest()));
		if (asks != null) {
			asks.forEach((ask) -> ask.answer(answer, executor));
		}
	}

	/**
	 * Identifies a question. Two asks of the same question get the same answer.
	 *
	 * @param askId the id of the gateway
	 * @param digest the digest of the question
	 */
	record Question(String askId, ByteString digest) {

	}

}
