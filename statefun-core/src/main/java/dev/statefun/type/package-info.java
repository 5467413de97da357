/**
 * Types of messages and state: their names on the wire and how their values become bytes
 * and back.
 */
@NullMarked
package dev.statefun.type;

import org.jspecify.annotations.NullMarked;
