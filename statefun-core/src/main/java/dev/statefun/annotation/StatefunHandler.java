package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a class annotated with {@link StatefunFunction} a handler of
 * messages. <pre class="code">
 * &#64;StatefunHandler
 * void greet(Greet greet, Context context, &#64;State("seen") StateValue&lt;Integer&gt; seen) {
 *     int count = seen.update(0, (present) -&gt; present + 1);
 *     context.reply("hello for the " + count + ". time");
 * }
 * </pre> Its parameters, in any order, are
 * <ul>
 * <li>one payload. Its type is the type of the messages that the method handles. A class
 * or interface takes the messages of all known types below it. If several methods take a
 * message, the one with the most specific payload handles it. A
 * {@code dev.statefun.Message}, {@code ByteString} or {@code byte[]} takes the messages
 * that no other method takes, undecoded. A payload annotated with {@code @Valid},
 * {@code @Validated} or constraints such as {@code @NotBlank} is validated first;</li>
 * <li>the {@code dev.statefun.Context};</li>
 * <li>any number of {@code dev.statefun.StateValue} annotated with {@link State};</li>
 * <li>a {@code dev.statefun.Address}: that of the instance itself or, annotated with
 * {@link Caller}, that of the sender;</li>
 * <li>parameters that a {@code dev.statefun.method.HandlerArgumentResolver} bean
 * supports.</li>
 * </ul>
 * <p>
 * The method returns nothing, or a {@code CompletionStage}, a {@code Mono} or another
 * reactive type of at most one value. That completes when the message has been handled.
 * An exception fails the request: none of its effects remain, and the engine sends it
 * again. A {@code dev.statefun.error.InvocationErrorHandler} can decide otherwise.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StatefunHandler {

}
