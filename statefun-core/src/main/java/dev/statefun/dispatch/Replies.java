package dev.statefun.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.dispatch.internal.DescribedFunction;
import dev.statefun.type.TypeName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a caller gets what a handler returned. A caller that cannot handle it
 * would fail, and its request would be sent again for ever. Safe for use by many threads.
 */
final class Replies {

	private static final Log logger = LogFactory.getLog(Replies.class);

	private static final int MAX_LOGGED = 100;

	private final FunctionRegistry functions;

	private final @Nullable InvocationRecorder recorder;

	private final Set<Dropped> logged = ConcurrentHashMap.newKeySet();

	Replies(FunctionRegistry functions, @Nullable InvocationRecorder recorder) {
		this.functions = functions;
		this.recorder = recorder;
	}

	/** Tell whether a caller gets a reply. If it does not, this is counted and logged. */
	boolean areTakenBy(TypeName caller, FunctionDefinition replying, String type) {
		FunctionDefinition receiver = this.functions.find(caller);
		if (receiver == null || handles(receiver, type)) {
			return true;
		}
		if (this.recorder != null) {
			this.recorder.recordDroppedReply(replying, caller);
		}
		Dropped dropped = new Dropped(replying.typeName(), caller, type);
		if (this.logged.size() < MAX_LOGGED && this.logged.add(dropped)) {
			logger
				.warn(("What %s returns is dropped when %s is the caller, because that is not known to handle messages"
						+ " of type '%s'. Give %s a handler for this type, or have the handler of %s return nothing and call"
						+ " context.reply(...). This is logged once")
					.formatted(replying.typeName(), caller, type, caller, replying.typeName()));
		}
		return false;
	}

	private static boolean handles(FunctionDefinition receiver, String type) {
		return receiver.messageTypes().contains(type)
				|| (receiver.function() instanceof DescribedFunction described && described.handles(type));
	}

	private record Dropped(TypeName replying, TypeName caller, String type) {

	}

}
