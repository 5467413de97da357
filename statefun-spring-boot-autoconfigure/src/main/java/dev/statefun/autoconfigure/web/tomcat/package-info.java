/**
 * Auto-configuration of Tomcat, where it serves the endpoint.
 */
@NullMarked
package dev.statefun.autoconfigure.web.tomcat;

import org.jspecify.annotations.NullMarked;
