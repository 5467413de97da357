package dev.statefun.benchmarks.work;

/**
 * The work that all sides do, each in its own code. For each message, the function
 * {@value #COUNTER} reads a text of 32 bytes. It reads, increments and writes a
 * {@code long} state of 8 bytes. Then it sends the text to another function and, with its
 * own id as the key, to Kafka. The function {@value #BLOB} reads, changes and writes a
 * state of any size.
 */
public final class Work {

	/** Type of the function that counts. */
	public static final String COUNTER = "bench/counter";

	/** State of {@link #COUNTER}. */
	public static final String SEEN = "seen";

	/** Type of the function that {@link #COUNTER} sends messages to. */
	public static final String OTHER = "bench/other";

	/** Egress that {@link #COUNTER} sends records to. */
	public static final String EGRESS = "bench/out";

	/** Topic of the records. */
	public static final String TOPIC = "counts";

	/** Type of the function whose state is of any size. */
	public static final String BLOB = "bench/blob";

	/** State of {@link #BLOB}. */
	public static final String BYTES = "bytes";

	/** Type of that state. */
	public static final String BYTES_TYPE = "bench/bytes";

	/** Type of a function that does nothing but count. */
	public static final String TALLY = "bench/tally";

	/** Type of a function that writes its state as it was. */
	public static final String DOCUMENT = "bench/document";

	/** State of {@link #DOCUMENT}. */
	public static final String CONTENT = "document";

	/** Type of that state. */
	public static final String DOCUMENT_TYPE = "bench/document";

	/** Type of the function that sends messages on, of this library. */
	public static final String RELAY = "bench/relay";

	/** Type of the function that sends messages on, of the official SDK. */
	public static final String OFFICIAL_RELAY = "official/relay";

	/** Topic of the records that the relays send in the end. */
	public static final String RELAYED = "relayed";

	/** How many relays there are, numbered from 0. */
	public static final int RELAYS = 64;

	private Work() {
	}

	/**
	 * Choose who gets a message next, so that as many are with one relay as with another.
	 * @param id the id of the relay that has it, a number
	 * @param hops how often it is still to be sent on
	 * @return the id of another one
	 */
	public static String next(String id, int hops) {
		return String.valueOf((Integer.parseInt(id) + hops) % RELAYS);
	}

}
