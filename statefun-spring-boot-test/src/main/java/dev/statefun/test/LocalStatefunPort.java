package dev.statefun.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Value;

/**
 * Injects the port on which the lean server of this test serves functions, as
 * {@code @LocalServerPort} does with the port of the web server. An alternative to
 * {@code @Value("${local.statefun.port}")}.
 *
 * <pre class="code">
 * &#64;SpringBootTest(properties = "statefun.server.port=0")
 * class EndpointTests {
 *
 * 	&#64;LocalStatefunPort
 * 	private int port;
 *
 * }
 * </pre>
 *
 * Injection fails if the application has no lean server with a port.
 *
 * @since 0.1.0
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("${local.statefun.port}")
public @interface LocalStatefunPort {

}
