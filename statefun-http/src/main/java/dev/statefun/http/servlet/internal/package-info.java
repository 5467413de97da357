/**
 * Closes connections of the servlet container. Not for applications.
 */
@NullMarked
package dev.statefun.http.servlet.internal;

import org.jspecify.annotations.NullMarked;
