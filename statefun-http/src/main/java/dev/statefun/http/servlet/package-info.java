/**
 * The endpoint in Spring MVC: a controller and its message converters.
 */
@NullMarked
package dev.statefun.http.servlet;

import org.jspecify.annotations.NullMarked;
