package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a class annotated with {@link StatefunFunction} a handler of
 * messages. Its parameters, in any order, are
 * <ul>
 * <li>one payload, whose type is the type of the messages that the method handles. A
 * class or interface takes the messages of all known types below it; of several methods
 * that take a message, the one with the most specific payload handles it. A
 * {@code dev.statefun.Message}, {@code ByteString} or {@code byte[]} takes what no other
 * method does, as it came. A payload annotated with {@code @Valid} or {@code @Validated}
 * is validated first;</li>
 * <li>the {@code dev.statefun.Context};</li>
 * <li>any number of {@code dev.statefun.StateValue} annotated with {@link State};</li>
 * <li>a {@code dev.statefun.Address}: that of the instance itself or, annotated with
 * {@link Caller}, that of the sender;</li>
 * <li>what {@code dev.statefun.method.HandlerArgumentResolver} beans supply.</li>
 * </ul>
 * It returns nothing, or a {@code CompletionStage}, a {@code Mono} or another reactive
 * type of at most one value, which is complete when the message has been handled. What it
 * throws fails the request, unless a {@code dev.statefun.error.InvocationErrorHandler}
 * decides otherwise: none of its effects remain, and the engine sends it again.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StatefunHandler {

}
