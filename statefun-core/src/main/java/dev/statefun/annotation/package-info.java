/**
 * Annotations that make stateful functions of the methods of beans.
 */
@NullMarked
package dev.statefun.annotation;

import org.jspecify.annotations.NullMarked;
