/**
 * An application, and tests of slices of it.
 */
package dev.statefun.test.slice;
