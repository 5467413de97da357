/**
 * Auto-configuration of Reactor Netty, where it serves the endpoint.
 */
@NullMarked
package dev.statefun.autoconfigure.web.netty;

import org.jspecify.annotations.NullMarked;
