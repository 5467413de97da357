/**
 * The real StateFun engine beside an application, for development and tests. With this on
 * the class path, the engine starts once the web server listens and stops with the
 * application; it runs in a JVM of its own.
 */
@NullMarked
package dev.statefun.embedded;

import org.jspecify.annotations.NullMarked;
