/**
 * Auto-configurations of stateful functions, and the endpoint that the engine calls.
 */
@NullMarked
package dev.statefun.autoconfigure;

import org.jspecify.annotations.NullMarked;
