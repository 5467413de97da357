package dev.statefun.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a record or class the name under which its values travel and are stored, as JSON.
 * <pre class="code">
 * &#64;StatefunType("demo/greet")
 * record Greet(String name) {
 *
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StatefunType {

	/**
	 * The name, {@code namespace/name}. It is part of the stored data: keep it when the
	 * class is renamed. In a Spring application, placeholders are replaced.
	 * @return the name
	 */
	String value();

}
