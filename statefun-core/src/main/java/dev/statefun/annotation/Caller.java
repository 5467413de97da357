package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a parameter of a handler the address of the function that sent the message. A
 * parameter of type {@code Optional<Address>} is empty for a message from an ingress.
 * With a parameter of type {@code Address}, such a message fails. <pre class="code">
 * &#64;StatefunHandler
 * void ask(Question question, &#64;Caller Address sender, Context context) {
 *     context.send(sender, new Answer(42));
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Caller {

}
