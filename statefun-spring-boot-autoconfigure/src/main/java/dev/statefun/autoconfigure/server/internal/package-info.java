/**
 * The conditions on where the endpoint is served.
 */
@NullMarked
package dev.statefun.autoconfigure.server.internal;

import org.jspecify.annotations.NullMarked;
