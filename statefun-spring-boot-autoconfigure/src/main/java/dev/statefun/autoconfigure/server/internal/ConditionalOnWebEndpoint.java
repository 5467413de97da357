package dev.statefun.autoconfigure.server.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if the web application's port has the endpoint. This is so without
 * {@code statefun.server.port} and {@code statefun.server.unix-domain-socket}, or with
 * {@code statefun.server.exclusive=false}.
 *
 * @see ConditionalOnStatefunServer
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnWebEndpointCondition.class)
public @interface ConditionalOnWebEndpoint {

}
