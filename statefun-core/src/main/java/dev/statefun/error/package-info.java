/**
 * What becomes of messages whose handlers fail: the choice, and what it is based on.
 */
@NullMarked
package dev.statefun.error;

import org.jspecify.annotations.NullMarked;
