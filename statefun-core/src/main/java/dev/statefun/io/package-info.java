/**
 * Messages for the egresses that come with StateFun.
 */
@NullMarked
package dev.statefun.io;

import org.jspecify.annotations.NullMarked;
