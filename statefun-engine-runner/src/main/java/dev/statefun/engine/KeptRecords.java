package dev.statefun.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the records that functions sent to the egress until somebody takes them. It holds
 * a limited number of records and bytes for each topic, and drops the oldest ones.
 * Thread-safe.
 */
final class KeptRecords {

	private static final Logger logger = LoggerFactory.getLogger(KeptRecords.class);

	static final int DEFAULT_RECORDS = 10_000;

	static final long DEFAULT_BYTES = 32L * 1024 * 1024;

	private final int maxRecords;

	private final long maxBytes;

	private final Map<String, Topic> topics = new HashMap<>();

	KeptRecords() {
		this(DEFAULT_RECORDS, DEFAULT_BYTES);
	}

	KeptRecords(int maxRecords, long maxBytes) {
		this.maxRecords = maxRecords;
		this.maxBytes = maxBytes;
	}

	synchronized void add(String topic, KeptRecord keptRecord) {
		Topic queue = this.topics.computeIfAbsent(topic, (name) -> new Topic());
		queue.records.addLast(keptRecord);
		queue.bytes += keptRecord.value().size();
		while (queue.records.size() > 1 && (queue.records.size() > this.maxRecords || queue.bytes > this.maxBytes)) {
			queue.bytes -= queue.records.removeFirst().value().size();
			if (queue.dropped++ % this.maxRecords == 0) {
				logger.warn("Nobody takes the records of topic {}: keeping the last {} (at most {} MiB), {} dropped",
						topic, this.maxRecords, this.maxBytes >> 20, queue.dropped);
			}
		}
		notifyAll();
	}

	/**
	 * Puts a record back that could not be delivered.
	 */
	synchronized void putBack(String topic, KeptRecord keptRecord) {
		Topic queue = this.topics.computeIfAbsent(topic, (name) -> new Topic());
		queue.records.addFirst(keptRecord);
		queue.bytes += keptRecord.value().size();
		notifyAll();
	}

	/**
	 * Takes the oldest record of a topic.
	 * @return the record, or null if there was none in the time
	 */
	synchronized @Nullable KeptRecord take(String topic, Duration wait) throws InterruptedException {
		long deadline = System.nanoTime() + wait.toNanos();
		while (true) {
			Topic queue = this.topics.get(topic);
			KeptRecord keptRecord = (queue != null) ? queue.records.pollFirst() : null;
			if (queue != null && keptRecord != null) {
				queue.bytes -= keptRecord.value().size();
				return keptRecord;
			}
			long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
			if (left <= 0) {
				return null;
			}
			wait(left);
		}
	}

	/**
	 * Returns how many records each topic holds that has ever had one.
	 */
	synchronized Map<String, Integer> sizes() {
		Map<String, Integer> sizes = new TreeMap<>();
		this.topics.forEach((name, topic) -> sizes.put(name, topic.records.size()));
		return sizes;
	}

	private static final class Topic {

		private final Deque<KeptRecord> records = new ArrayDeque<>();

		private long bytes;

		private long dropped;

	}

	/**
	 * A record of the egress.
	 *
	 * @param egress the egress it was sent to, namespace and name
	 * @param key the record's key, or an empty string
	 * @param value the record's bytes
	 */
	record KeptRecord(String egress, String key, ByteString value) {

	}

}
