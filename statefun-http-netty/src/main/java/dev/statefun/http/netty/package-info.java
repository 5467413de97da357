/**
 * A lean HTTP server for the endpoint, which runs quick functions in its event loops.
 */
@NullMarked
package dev.statefun.http.netty;

import org.jspecify.annotations.NullMarked;
