package dev.statefun.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches by where the endpoint of the engine is: on a server of its own, if
 * {@code statefun.server.port} or {@code statefun.server.unix-domain-socket} is set, or
 * else on that of the web application.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnStatefunServerCondition.class)
public @interface ConditionalOnStatefunServer {

	/**
	 * Whether there is to be a server of its own.
	 * @return {@code false} for the endpoint on the web application's
	 */
	boolean value() default true;

}
