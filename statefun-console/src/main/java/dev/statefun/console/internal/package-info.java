/**
 * The console: what it records of invocations, and what it shows of it.
 */
@NullMarked
package dev.statefun.console.internal;

import org.jspecify.annotations.NullMarked;
