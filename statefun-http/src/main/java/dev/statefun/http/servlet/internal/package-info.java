/**
 * What the endpoint in Spring MVC needs of the servlet container. Not for applications.
 */
@NullMarked
package dev.statefun.http.servlet.internal;

import org.jspecify.annotations.NullMarked;
