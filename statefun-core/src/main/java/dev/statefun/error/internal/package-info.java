/**
 * Decisions about failed invocations that properties describe.
 */
@NullMarked
package dev.statefun.error.internal;

import org.jspecify.annotations.NullMarked;
