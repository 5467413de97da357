package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a state of the function and hands it to a parameter of type
 * {@code dev.statefun.StateValue}. All handlers of a function share its states; those of
 * the same name must have the same type.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface State {

	/**
	 * The name of the state, unique within the function.
	 * @return the name
	 */
	String value();

}
