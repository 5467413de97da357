package dev.statefun.benchmarks.ours;

import com.google.protobuf.ByteString;
import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

/**
 * Reads and writes a state that may be large.
 */
@StatefunFunction("bench/document")
class DocumentFunction {

	@StatefunHandler
	void renew(String text, @State("document") StateValue<ByteString> document) {
		document.set(document.orElse(ByteString.copyFromUtf8(text)));
	}

}
