/**
 * Code that several auto-configurations share.
 */
@NullMarked
package dev.statefun.autoconfigure.internal;

import org.jspecify.annotations.NullMarked;
