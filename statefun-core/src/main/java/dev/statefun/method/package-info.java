/**
 * Annotated beans and methods turned into functions.
 */
@NullMarked
package dev.statefun.method;

import org.jspecify.annotations.NullMarked;
