/**
 * Auto-configuration and properties of error handling.
 */
@NullMarked
package dev.statefun.autoconfigure.error;

import org.jspecify.annotations.NullMarked;
