package dev.statefun.autoconfigure.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if the endpoint of the engine is on the port of the web application: if it has
 * no server of its own, or {@code statefun.server.exclusive} is {@code false}.
 *
 * @since 0.1.0
 * @see ConditionalOnStatefunServer
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnWebEndpointCondition.class)
public @interface ConditionalOnWebEndpoint {

}
