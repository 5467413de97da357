package dev.statefun.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an interface the client of a function, in place of its type and of the classes of
 * its replies as strings and arguments: <pre class="code">
 * &#64;FunctionClient("demo/greeter")
 * interface Greeter {
 *
 *     CompletableFuture&lt;String&gt; greet(String user, LoginEvent login);
 *
 *     void end(String user, SessionEnded ended);
 *
 * }
 * </pre>
 * <p>
 * Each method takes the id of an instance, a {@code String}, and then the message. A
 * method that returns {@code void} sends. Any other asks. It returns a
 * {@code CompletableFuture} or, if Reactor is present, a {@code Mono} of the reply. If it
 * returns the reply itself, it blocks. A {@code Void} reply waits until the message has
 * been handled. Default methods can call the others.
 * <p>
 * In a Spring Boot application, interfaces in the packages of the application are beans.
 * A function gets one for its {@code Context} with {@link FunctionClients#in}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface FunctionClient {

	/**
	 * The type of the function.
	 * @return the type, {@code namespace/name}
	 */
	String value();

}
