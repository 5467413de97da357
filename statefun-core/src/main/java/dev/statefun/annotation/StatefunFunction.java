package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a stateful function
 * <ul>
 * <li>of a class: of its methods annotated with {@link StatefunHandler}, or, if it is a
 * {@code dev.statefun.StatefulFunction} or {@code dev.statefun.AsyncStatefulFunction}, of
 * itself. The class is a component, and found by component scanning;</li>
 * <li>of a method of any bean, which then handles the messages of its one payload
 * type;</li>
 * <li>of a {@code @Bean} method that returns a {@code dev.statefun.StatefulFunction} or
 * {@code dev.statefun.AsyncStatefulFunction}.</li>
 * </ul>
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface StatefunFunction {

	/**
	 * The type of the function, {@code namespace/name}, unique in the application.
	 * @return the name
	 */
	@AliasFor("typeName")
	String value() default "";

	/**
	 * The type of the function, {@code namespace/name}, unique in the application.
	 * @return the name
	 */
	@AliasFor("value")
	String typeName() default "";

	/**
	 * How long the function may take over one message, as a duration such as {@code 5s};
	 * placeholders are replaced. A message that takes longer has failed, and what its
	 * handler still does has no effect. To be less than the engine waits for an answer.
	 * By default it is what {@code statefun.errors.invocation-timeout} says.
	 * @return the duration
	 */
	String timeout() default "";

}
