/**
 * The endpoint of the engine in Spring Security, with Spring MVC.
 */
@NullMarked
package dev.statefun.autoconfigure.security.servlet;

import org.jspecify.annotations.NullMarked;
