/**
 * The description of the endpoint that module files give to an engine.
 */
@NullMarked
package dev.statefun.autoconfigure.module.internal;

import org.jspecify.annotations.NullMarked;
