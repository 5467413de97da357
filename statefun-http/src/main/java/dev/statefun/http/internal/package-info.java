/**
 * Parts of the endpoint that an application need not name.
 */
@NullMarked
package dev.statefun.http.internal;

import org.jspecify.annotations.NullMarked;
