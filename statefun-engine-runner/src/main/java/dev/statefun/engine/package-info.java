/**
 * The engine's side of the embedded engine. Runs StateFun in a JVM of its own, with an
 * HTTP ingress and an HTTP egress; nothing here is ever on the class path of an
 * application.
 */
@NullMarked
package dev.statefun.engine;

import org.jspecify.annotations.NullMarked;
