package dev.statefun.type;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;

/**
 * The limits up to which Jackson reads JSON. Jackson writes longer numbers and names, and
 * then nobody can read them again. To parse all that was written would double the cost,
 * so this class looks at a few bytes. For example, a number of more than 1,000 characters
 * covers one of each 1,000 bytes. The class may suspect too much, but never too little.
 */
final class JsonLimits {

	/** The reader counts names in units of four bytes. */
	private static final int NAME_UNIT = 8;

	/** Up to this size nothing can exceed the limits that this class does not look at. */
	private final long otherLimits;

	private final int numberLength;

	private final int nameLength;

	private JsonLimits(long otherLimits, int numberLength, int nameLength) {
		this.otherLimits = otherLimits;
		this.numberLength = Math.max(1, numberLength);
		this.nameLength = Math.max(1, nameLength - NAME_UNIT);
	}

	static JsonLimits of(TokenStreamFactory factory) {
		StreamReadConstraints read = factory.streamReadConstraints();
		StreamWriteConstraints write = factory.streamWriteConstraints();
		long others = read.getMaxStringLength();
		others = (read.getMaxDocumentLength() > 0) ? Math.min(others, read.getMaxDocumentLength()) : others;
		others = (read.getMaxTokenCount() > 0) ? Math.min(others, read.getMaxTokenCount()) : others;
		others = (read.getMaxNestingDepth() < write.getMaxNestingDepth()) ? Math.min(others, read.getMaxNestingDepth())
				: others;
		return new JsonLimits(others, read.getMaxNumberLength(), read.getMaxNameLength());
	}

	/**
	 * Look for what could be beyond the limits.
	 * @param json what was written
	 * @return {@code false} if all of it can be read
	 */
	boolean mayBeExceededBy(byte[] json) {
		return json.length > this.numberLength && hasLongNumber(json)
				|| json.length > this.nameLength && hasLongName(json) || json.length > this.otherLimits;
	}

	/** A string of digits counts, too: it may be read as a number. */
	private boolean hasLongNumber(byte[] json) {
		for (int i = this.numberLength - 1; i < json.length; i += this.numberLength) {
			int start = i;
			while (start >= 0 && i - start <= this.numberLength && isOfNumber(json[start])) {
				start--;
			}
			int end = i;
			while (end < json.length && end - start - 1 <= this.numberLength && isOfNumber(json[end])) {
				end++;
			}
			if (end - start - 1 > this.numberLength) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfNumber(byte character) {
		return character >= '0' && character <= '9' || character == '.' || character == '-' || character == '+'
				|| character == 'e' || character == 'E';
	}

	/**
	 * Skip as far as a name may be long, and look back for the end of the last string.
	 */
	private boolean hasLongName(byte[] json) {
		int start = 0;
		while (json.length - start > this.nameLength) {
			int quote = start + this.nameLength;
			while (quote >= start && !isQuote(json, quote)) {
				quote--;
			}
			if (quote < start) {
				quote = start + this.nameLength;
				while (quote < json.length && !isQuote(json, quote)) {
					quote++;
				}
				if (isEndOfName(json, quote)) {
					return true;
				}
			}
			start = quote + 1;
		}
		return false;
	}

	private static boolean isQuote(byte[] json, int index) {
		if (json[index] != '"') {
			return false;
		}
		int backslashes = 0;
		while (backslashes < index && json[index - 1 - backslashes] == '\\') {
			backslashes++;
		}
		return (backslashes & 1) == 0;
	}

	private static boolean isEndOfName(byte[] json, int quote) {
		int next = quote + 1;
		while (next < json.length && json[next] <= ' ' && json[next] >= 0) {
			next++;
		}
		return next < json.length && json[next] == ':';
	}

}
