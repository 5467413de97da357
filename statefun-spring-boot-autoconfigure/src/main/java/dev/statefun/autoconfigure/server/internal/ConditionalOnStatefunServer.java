package dev.statefun.autoconfigure.server.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches by whether the endpoint of the engine has a server of its own, as it has if
 * {@code statefun.server.port} or {@code statefun.server.unix-domain-socket} is set.
 *
 * @see ConditionalOnWebEndpoint
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnStatefunServerCondition.class)
public @interface ConditionalOnStatefunServer {

	/**
	 * Whether there is to be a server of its own.
	 * @return {@code false} if there must be none
	 */
	boolean value() default true;

}
