/**
 * Auto-configuration of the endpoint in Spring MVC.
 */
@NullMarked
package dev.statefun.autoconfigure.web.servlet;

import org.jspecify.annotations.NullMarked;
