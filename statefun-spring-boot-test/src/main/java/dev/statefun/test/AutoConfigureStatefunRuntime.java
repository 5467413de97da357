package dev.statefun.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.statefun.protocol.ProtocolVersion;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives a test a {@link StatefunTestRuntime} to inject. On a test class beside
 * {@code @SpringBootTest}; {@link StatefunTest} includes it.
 * <p>
 * With the engine in memory, the embedded engine does not start even if it is on the
 * class path. There is a {@code Clock} bean that shows the time of the test, unless the
 * application has one of its own.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureStatefunRuntime {

	/**
	 * The engine of the test. The embedded one needs {@code statefun-embedded-engine} on
	 * the class path. It takes seconds to start, once for each application context.
	 * @return the engine, by default in memory
	 */
	TestEngine engine() default TestEngine.IN_MEMORY;

	/**
	 * The protocol that the engine in memory speaks. The embedded one speaks 3.x.
	 * @return the protocol, by default 3.x
	 */
	ProtocolVersion protocol() default ProtocolVersion.V3;

	/**
	 * The egresses that the module file of the engine has, {@code namespace/name}. In
	 * memory, a function fails that sends to another one, as the engine does.
	 * @return the egresses; none, the default, allows all
	 */
	String[] egresses() default {};

}
