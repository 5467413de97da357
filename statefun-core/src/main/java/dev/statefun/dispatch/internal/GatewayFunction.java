package dev.statefun.dispatch.internal;

import dev.statefun.AsyncStatefulFunction;

/**
 * The function that asks others on behalf of the client. Dispatch lets nobody else read
 * or change states.
 */
public interface GatewayFunction extends AsyncStatefulFunction {

}
