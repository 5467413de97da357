package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a state of the function. On a parameter of type
 * {@code dev.statefun.StateValue}, the handler gets the state. On a static field of type
 * {@code dev.statefun.ValueSpec}, {@code Context.storage()} finds the state by that
 * field. <pre class="code">
 * &#64;StatefunHandler
 * void greet(Greet greet, &#64;State(value = "seen", expireAfterWrite = "30d") StateValue&lt;Integer&gt; seen) {
 *     seen.update(0, (count) -&gt; count + 1);
 * }
 * </pre>
 * <p>
 * All handlers of a function share its states. Declarations of the same name must be
 * equal.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface State {

	/**
	 * The name of the state, unique within the function. Placeholders are replaced. On a
	 * field it must be left out, since the field's value has the name.
	 * @return the name
	 */
	String value() default "";

	/**
	 * The name of the type of the value, {@code namespace/name}. Bytes need one, and so
	 * do values that travel as JSON and whose class has no type, such as a list.
	 * Placeholders are replaced.
	 * @return the name, or nothing if the class has one
	 */
	String typeName() default "";

	/**
	 * How long after its last write the engine forgets the value, such as {@code 30m}.
	 * Placeholders are replaced. An engine of 2.x takes it from its module file instead.
	 * @return a duration, or nothing if it does not expire that way
	 */
	String expireAfterWrite() default "";

	/**
	 * How long after its last invocation, whether that writes or not, the engine forgets
	 * the value, such as {@code 30m}. Placeholders are replaced. An engine of 2.x takes
	 * it from its module file instead.
	 * @return a duration, or nothing if it does not expire that way
	 */
	String expireAfterInvoke() default "";

}
