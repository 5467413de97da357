package dev.statefun.protocol.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

/**
 * Large values that belong between the bytes of a buffer. Copying one would cost more
 * than everything else that is done with it.
 */
final class Insertions {

	/** The least size of a value that is not copied. */
	private static final int LARGE = 32 << 10;

	private final Deque<Insertion> insertions = new ArrayDeque<>();

	private int size;

	static boolean areFor(ByteString value) {
		return value.size() >= LARGE;
	}

	/** How many bytes they have. */
	int size() {
		return this.size;
	}

	/** Check that they and other bytes fit into an answer. */
	void requireRoom(int others) {
		Math.addExact(this.size, others);
	}

	void add(int position, ByteString value) {
		this.size += value.size();
		this.insertions.addLast(new Insertion(position, value));
	}

	/** Forget those behind a position. */
	void backTo(int position) {
		while (!this.insertions.isEmpty() && this.insertions.getLast().position > position) {
			this.size -= this.insertions.removeLast().value.size();
		}
	}

	/** How many bytes those behind a position have. */
	int sizeSince(int position) {
		int since = 0;
		Iterator<Insertion> latest = this.insertions.descendingIterator();
		while (latest.hasNext()) {
			Insertion insertion = latest.next();
			if (insertion.position <= position) {
				break;
			}
			since += insertion.value.size();
		}
		return since;
	}

	/** Put those behind the start of a range of the buffer between its bytes. */
	ByteString into(byte[] buffer, int start, int end) {
		ByteString whole = ByteString.EMPTY;
		int position = start;
		for (Insertion insertion : this.insertions) {
			if (insertion.position <= start) {
				continue;
			}
			whole = whole.concat(UnsafeByteOperations.unsafeWrap(buffer, position, insertion.position - position))
				.concat(insertion.value);
			position = insertion.position;
		}
		return whole.concat(UnsafeByteOperations.unsafeWrap(buffer, position, end - position));
	}

	private record Insertion(int position, ByteString value) {

	}

}
