package dev.statefun.dispatch;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Context;

/**
 * Has something go with the messages that an invocation sends to functions, beside their
 * values. The {@link Context} that interceptors get is one. The receiver has it as the
 * metadata of the message, even if it is another SDK's or the engine does not know of it:
 * only the 2.x protocol has no place for it.
 *
 * @since 0.1.0
 */
public interface MessageMetadata {

	/**
	 * Replace what goes with the messages.
	 * @param metadata the values by name, for what is sent from now on in this invocation
	 */
	void setMetadata(Map<String, ByteString> metadata);

}
