/**
 * A port of its own for the endpoint that the engine calls.
 */
@NullMarked
package dev.statefun.autoconfigure.server;

import org.jspecify.annotations.NullMarked;
