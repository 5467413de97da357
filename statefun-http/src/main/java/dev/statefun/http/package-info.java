/**
 * The HTTP endpoint of functions, apart from its transports: it admits requests by their
 * headers, has them handled, and chooses one status for each kind of failure.
 */
@NullMarked
package dev.statefun.http;

import org.jspecify.annotations.NullMarked;
