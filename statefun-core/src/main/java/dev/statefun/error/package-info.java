/**
 * Choices about messages whose handlers fail, and the facts to choose by.
 */
@NullMarked
package dev.statefun.error;

import org.jspecify.annotations.NullMarked;
