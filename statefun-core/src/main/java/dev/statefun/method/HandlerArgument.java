package dev.statefun.method;

import dev.statefun.Context;
import dev.statefun.Message;

/**
 * Where an argument of a handler method comes from.
 */
@FunctionalInterface
interface HandlerArgument {

	Object resolve(Context context, Message message);

}
