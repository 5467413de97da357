package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a state of the function: on a parameter of type
 * {@code dev.statefun.StateValue}, which it is handed to, or on a static field of type
 * {@code dev.statefun.ValueSpec} of the function's class, with which
 * {@code Context.storage()} finds it. All handlers of a function share its states; those
 * of the same name must be declared alike.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface State {

	/**
	 * The name of the state, unique within the function. Left out on a field, whose value
	 * has it.
	 * @return the name
	 */
	String value() default "";

	/**
	 * The name of the type of the value, {@code namespace/name}, for values whose class
	 * has none of its own: bytes, and what travels as JSON, such as a list.
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
