package dev.statefun.console.internal;

/**
 * A value as it was recorded.
 *
 * @param type the name of its type
 * @param bytes its first bytes, a copy
 * @param size how many bytes it has in all
 * @param form whether the bytes are there
 */
record RecordedValue(String type, byte[] bytes, int size, Form form) {

	boolean isShortened() {
		return this.form == Form.PRESENT && this.bytes.length < this.size;
	}

	/**
	 * Whether the bytes of a value are there.
	 */
	enum Form {

		/** They are, or the first of them. */
		PRESENT,

		/** There is no value, possibly only a type. */
		ABSENT,

		/** The console is not to show values, so they were not recorded. */
		MASKED

	}

}
