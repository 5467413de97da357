package dev.statefun.dispatch;

import java.util.Map;

import com.google.protobuf.ByteString;
import dev.statefun.Context;

/**
 * Adds metadata to the messages that an invocation sends to functions. The
 * {@link Context} that interceptors get is one:
 *
 * <pre class="code">
 * InvocationInterceptor tenants = (function, context, message, next) -&gt; {
 *     if (context instanceof MessageMetadata messages) {
 *         messages.setMetadata(message.metadata());
 *     }
 *     return next.proceed();
 * };
 * </pre>
 *
 * The receiver finds it in {@code Message.metadata()}. It passes through engines and SDKs
 * that do not know it. The 2.x protocol has no place for it.
 *
 * @since 0.1.0
 */
public interface MessageMetadata {

	/**
	 * Replace the metadata of messages.
	 * @param metadata the values by name, for all messages that this attempt sends from
	 * now on
	 */
	void setMetadata(Map<String, ByteString> metadata);

}
