/**
 * Auto-configuration of the console.
 */
@NullMarked
package dev.statefun.autoconfigure.console;

import org.jspecify.annotations.NullMarked;
