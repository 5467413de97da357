package dev.statefun.benchmarks.ours;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

/**
 * Changes a state of any size.
 */
@StatefunFunction("bench/blob")
class BlobFunction {

	@StatefunHandler
	void change(String text, @State("bytes") StateValue<byte[]> state) {
		byte[] bytes = state.orElse(new byte[1]);
		bytes[0] += (byte) text.charAt(0);
		state.set(bytes);
	}

}
