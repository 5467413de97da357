package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Declares a stateful function. <pre class="code">
 * &#64;StatefunFunction("demo/greeter")
 * class Greeter {
 *
 *     &#64;StatefunHandler
 *     void greet(Greet greet, Context context) {
 *         context.reply("hello " + greet.name());
 *     }
 *
 * }
 * </pre> The annotation goes
 * <ul>
 * <li>on a class with methods annotated with {@link StatefunHandler}, or on a
 * {@code dev.statefun.StatefulFunction} or {@code dev.statefun.AsyncStatefulFunction}.
 * Component scanning finds the class;</li>
 * <li>on a method of any bean. The method handles the messages of its one payload
 * type;</li>
 * <li>on a {@code @Bean} method that returns a {@code dev.statefun.StatefulFunction} or
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
	 * Placeholders are replaced.
	 * @return the name
	 */
	@AliasFor("typeName")
	String value() default "";

	/**
	 * The type of the function, {@code namespace/name}, unique in the application.
	 * Placeholders are replaced.
	 * @return the name
	 */
	@AliasFor("value")
	String typeName() default "";

	/**
	 * How long the function may take for one message, as a duration such as {@code 5s}.
	 * Placeholders are replaced. A message that takes longer has failed, and its handler
	 * has no effect any more. The engine should wait longer than this for an answer. The
	 * default is {@code statefun.errors.invocation-timeout}.
	 * @return the duration
	 */
	String timeout() default "";

}
