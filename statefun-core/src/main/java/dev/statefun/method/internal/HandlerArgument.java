package dev.statefun.method.internal;

import dev.statefun.Context;
import dev.statefun.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where an argument of a handler method comes from.
 */
@FunctionalInterface
interface HandlerArgument {

	@Nullable Object resolve(Context context, Message message, Object payload) throws Exception;

}
