package dev.statefun.console.internal;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import dev.statefun.console.internal.RecordedMessage.Kind;
import dev.statefun.console.internal.RecordedValue.Form;
import dev.statefun.protocol.InvocationBatch.PersistedValue;
import dev.statefun.protocol.InvocationResult.CancelDelayed;
import dev.statefun.protocol.InvocationResult.Outgoing;
import dev.statefun.protocol.InvocationResult.Send;
import dev.statefun.protocol.InvocationResult.SendAfter;
import dev.statefun.protocol.InvocationResult.SendEgress;
import dev.statefun.type.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Copies the parts of one invocation that are recorded, each shortened, and counts their
 * memory. Values share the bytes of their request, so a reference to one would keep the
 * whole request. For one thread.
 */
final class Excerpt {

	static final int MAX_VALUE = 16 << 10;

	static final int MAX_TEXT = 16 << 10;

	static final int MAX_NAME = 2048;

	static final int MAX_MESSAGES = 64;

	/** How many bytes of values one invocation may have in all. */
	private static final int MAX_VALUES = 256 << 10;

	/** The objects of a recorded invocation, of a value, and of another part. */
	private static final int INVOCATION_SIZE = 200;

	private static final int VALUE_SIZE = 64;

	private static final int PART_SIZE = 56;

	private static final byte[] NOTHING = {};

	private final boolean masked;

	private int room = MAX_VALUES;

	private int memory = INVOCATION_SIZE;

	Excerpt(boolean masked) {
		this.masked = masked;
	}

	/** How many bytes all parts take so far. */
	int memory() {
		return this.memory;
	}

	RecordedValue value(@Nullable TypedValue value) {
		this.memory += VALUE_SIZE;
		String type = (value != null) ? name(value.typeName()) : "";
		if (value == null || !value.hasValue()) {
			return new RecordedValue(type, NOTHING, 0, Form.ABSENT);
		}
		ByteString bytes = value.bytes();
		if (this.masked) {
			return new RecordedValue(type, NOTHING, bytes.size(), Form.MASKED);
		}
		int length = Math.min(Math.min(bytes.size(), MAX_VALUE), this.room);
		this.room -= length;
		this.memory += length;
		return new RecordedValue(type, bytes.substring(0, length).toByteArray(), bytes.size(), Form.PRESENT);
	}

	List<RecordedState> states(List<PersistedValue> before, List<PersistedValue> after) {
		List<RecordedState> states = new ArrayList<>(before.size());
		for (int i = 0; i < before.size(); i++) {
			TypedValue old = before.get(i).value();
			TypedValue current = (i < after.size()) ? after.get(i).value() : old;
			RecordedValue first = value(old);
			boolean same = old == current || (old != null && old.equals(current));
			states.add(new RecordedState(name(before.get(i).name()), first, same ? first : value(current)));
			this.memory += PART_SIZE;
		}
		return states;
	}

	List<RecordedMessage> sent(List<Outgoing> outgoing) {
		List<RecordedMessage> sent = new ArrayList<>(Math.min(outgoing.size(), MAX_MESSAGES));
		for (Outgoing message : outgoing) {
			if (sent.size() == MAX_MESSAGES) {
				break;
			}
			sent.add(message(message));
			this.memory += PART_SIZE;
		}
		return sent;
	}

	private RecordedMessage message(Outgoing message) {
		if (message instanceof Send send) {
			return new RecordedMessage(Kind.FUNCTION, name(send.target().type().toString()), name(send.target().id()),
					value(send.argument()), 0, null);
		}
		if (message instanceof SendAfter later) {
			String token = later.cancellationToken();
			return new RecordedMessage(Kind.DELAYED, name(later.target().type().toString()), name(later.target().id()),
					value(later.argument()), millis(later.delay()), (token != null) ? name(token) : null);
		}
		if (message instanceof SendEgress egress) {
			return new RecordedMessage(Kind.EGRESS, name(egress.egress().toString()), null, value(egress.argument()), 0,
					null);
		}
		return new RecordedMessage(Kind.CANCELLATION, "", null, null, 0,
				name(((CancelDelayed) message).cancellationToken()));
	}

	private static long millis(Duration delay) {
		return (delay.getSeconds() < Long.MAX_VALUE / 1000) ? delay.toMillis() : Long.MAX_VALUE;
	}

	RecordedFailure failure(Throwable failure) {
		String message;
		String trace;
		try {
			message = text(String.valueOf(failure.getMessage()), MAX_VALUE / 4);
			BoundedWriter writer = new BoundedWriter();
			failure.printStackTrace(new PrintWriter(writer));
			trace = text(writer.text.toString(), MAX_TEXT);
		}
		catch (RuntimeException ex) {
			message = "The exception cannot tell its message";
			trace = "";
		}
		this.memory += PART_SIZE;
		return new RecordedFailure(name(failure.getClass().getName()), message, trace);
	}

	/** A name or an id, which may be of any length. */
	String name(String name) {
		return text(name, MAX_NAME);
	}

	private String text(String text, int max) {
		String shortened = shorten(text, max);
		this.memory += 40 + 2 * shortened.length();
		return shortened;
	}

	/** Keep the beginning of a text, whole characters only. */
	static String shorten(String text, int max) {
		if (text.length() <= max) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max) + "…";
	}

	/** Drops what is too much, so that a large message is not copied line by line. */
	private static final class BoundedWriter extends Writer {

		private final StringBuilder text = new StringBuilder();

		@Override
		public void write(char[] chars, int start, int length) {
			int room = MAX_TEXT + 1 - this.text.length();
			if (room > 0) {
				this.text.append(chars, start, Math.min(length, room));
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
