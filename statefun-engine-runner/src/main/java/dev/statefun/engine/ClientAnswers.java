package dev.statefun.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.google.protobuf.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the answers for clients in order, for each egress, until the client has them. A
 * client says where it stands, so it gets each answer at least once. There is one reader
 * for each egress. A limited number of answers and bytes is kept, the latest ones.
 * Thread-safe.
 */
final class ClientAnswers {

	private static final Logger logger = LoggerFactory.getLogger(ClientAnswers.class);

	/** The namespace of egresses whose answers leave at once. */
	static final String NAMESPACE = "dev.statefun.client";

	/** The namespace of egresses whose answers wait for a checkpoint. */
	static final String DURABLE_NAMESPACE = "dev.statefun.client.durable";

	static final int DEFAULT_ANSWERS = 100_000;

	static final long DEFAULT_BYTES = 64L * 1024 * 1024;

	/** A response has no more of them. */
	private static final int MAX_READ = 1000;

	private static final long MAX_READ_BYTES = 16L * 1024 * 1024;

	private final String epoch = UUID.randomUUID().toString();

	private final int maxAnswers;

	private final long maxBytes;

	private final Map<String, Egress> egresses = new HashMap<>();

	ClientAnswers() {
		this(DEFAULT_ANSWERS, DEFAULT_BYTES);
	}

	ClientAnswers(int maxAnswers, long maxBytes) {
		this.maxAnswers = maxAnswers;
		this.maxBytes = maxBytes;
	}

	/** Whether an egress is one of a client. */
	static boolean isClient(String namespace) {
		return namespace.equals(NAMESPACE) || namespace.equals(DURABLE_NAMESPACE);
	}

	synchronized void add(String egress, ByteString answer) {
		Egress answers = this.egresses.computeIfAbsent(egress, (name) -> new Egress());
		answers.kept.addLast(answer);
		answers.bytes += answer.size();
		while (answers.kept.size() > 1 && (answers.kept.size() > this.maxAnswers || answers.bytes > this.maxBytes)) {
			answers.bytes -= answers.kept.removeFirst().size();
			answers.first++;
		}
		notifyAll();
	}

	/**
	 * Reads answers.
	 * @param position where the client stands, or an empty string for the start
	 * @param wait how long to wait for an answer
	 */
	synchronized Read read(String egress, String position, Duration wait) throws InterruptedException {
		Egress answers = this.egresses.computeIfAbsent(egress, (name) -> new Egress());
		long next = next(position);
		long deadline = System.nanoTime() + wait.toNanos();
		while (answers.end() <= next) {
			long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
			if (left <= 0) {
				return new Read(List.of(), position(next));
			}
			wait(left);
		}
		if (next < answers.first) {
			logger.warn("{} answers of {} were dropped before the client read them", answers.first - next, egress);
			next = answers.first;
		}
		answers.forget(next);
		List<ByteString> read = new ArrayList<>();
		long bytes = 0;
		for (ByteString answer : answers.kept) {
			if (read.isEmpty() || (read.size() < MAX_READ && bytes + answer.size() <= MAX_READ_BYTES)) {
				read.add(answer);
				bytes += answer.size();
			}
			else {
				break;
			}
		}
		return new Read(read, position(next + read.size()));
	}

	private String position(long next) {
		return this.epoch + ":" + next;
	}

	/** A position of another JVM means the start. */
	private long next(String position) {
		String prefix = this.epoch + ":";
		return position.startsWith(prefix) ? Long.parseLong(position.substring(prefix.length())) : 0;
	}

	private static final class Egress {

		private final Deque<ByteString> kept = new ArrayDeque<>();

		private long first;

		private long bytes;

		/** A client that stands here has read all before. */
		void forget(long next) {
			while (this.first < next) {
				this.bytes -= this.kept.removeFirst().size();
				this.first++;
			}
		}

		long end() {
			return this.first + this.kept.size();
		}

	}

	/**
	 * The answers that one read of a client gets.
	 *
	 * @param answers the answers, in order
	 * @param position where the client stands afterwards
	 */
	record Read(List<ByteString> answers, String position) {

	}

}
