package dev.statefun.embedded;

import java.net.URI;
import java.util.Set;

/**
 * What the engine calls.
 *
 * @param url where functions are invoked
 * @param functions the functions there, each {@code <namespace>/<name>}
 */
record FunctionEndpoint(URI url, Set<String> functions) {

}
