package dev.statefun.method.internal;

import dev.statefun.Context;
import dev.statefun.Message;
import org.jspecify.annotations.Nullable;

/**
 * Supplies an argument of a handler method.
 */
@FunctionalInterface
interface HandlerArgument {

	@Nullable Object resolve(Context context, Message message, Object payload) throws Exception;

}
