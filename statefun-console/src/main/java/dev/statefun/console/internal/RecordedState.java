package dev.statefun.console.internal;

/**
 * A state around an invocation.
 *
 * @param name its name
 * @param before its value when the attempt began
 * @param after its value when the attempt ended; the same object if nothing changed
 */
record RecordedState(String name, RecordedValue before, RecordedValue after) {

	boolean isChanged() {
		return this.before != this.after;
	}

}
