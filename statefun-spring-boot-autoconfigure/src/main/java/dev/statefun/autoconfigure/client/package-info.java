/**
 * The client of functions, and its gateway.
 */
@NullMarked
package dev.statefun.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
