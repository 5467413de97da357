/**
 * From a batch of invocations to its result: the registry of functions, the scope of a
 * request, and what is around an invocation.
 */
@NullMarked
package dev.statefun.dispatch;

import org.jspecify.annotations.NullMarked;
