package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a class annotated with {@link StatefunFunction} the handler of the
 * messages of one type. Its parameters, in any order, are
 * <ul>
 * <li>one payload, whose type is the type of the messages that the method handles. A
 * {@code dev.statefun.Message} takes what no other method handles;</li>
 * <li>the {@code dev.statefun.Context}, if it is wanted;</li>
 * <li>any number of {@code dev.statefun.StateValue} annotated with {@link State}.</li>
 * </ul>
 * It returns nothing. What it throws fails the request: none of its effects remain, and
 * the engine sends it again.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StatefunHandler {

}
