/**
 * The module file of the engine, written from the functions of the application, and
 * whether what is deployed and stored still fits them.
 */
@NullMarked
package dev.statefun.autoconfigure.module;

import org.jspecify.annotations.NullMarked;
