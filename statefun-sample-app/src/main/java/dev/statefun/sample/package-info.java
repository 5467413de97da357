/**
 * An application that greets users, and notices when they are gone.
 */
@NullMarked
package dev.statefun.sample;

import org.jspecify.annotations.NullMarked;
