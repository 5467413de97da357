/**
 * The way in: send to functions and ask them, from ordinary code of an application.
 */
@NullMarked
package dev.statefun.client;

import org.jspecify.annotations.NullMarked;
