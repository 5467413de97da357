/**
 * Discovery of annotated beans, and how their methods are called. Applications need not
 * know the types of this package, which may change at any time.
 */
@NullMarked
package dev.statefun.method.internal;

import org.jspecify.annotations.NullMarked;
