/**
 * The console in Spring MVC.
 */
@NullMarked
package dev.statefun.console.servlet.internal;

import org.jspecify.annotations.NullMarked;
