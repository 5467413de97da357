/**
 * Types of dispatch that other modules use, and applications do not.
 */
@NullMarked
package dev.statefun.dispatch.internal;

import org.jspecify.annotations.NullMarked;
