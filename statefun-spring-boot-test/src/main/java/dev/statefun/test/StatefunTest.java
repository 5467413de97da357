package dev.statefun.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.statefun.protocol.ProtocolVersion;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the functions of an application, and of nothing else. It loads functions,
 * types, interceptors and all that takes part in handling a message, and it has a
 * {@link StatefunTestRuntime} to inject. It loads neither a web server nor other
 * components and configurations. Import those that functions need ({@code @Import}), or
 * mock them ({@code @MockitoBean}). Tests that ask for the same share the application
 * context.
 * <p>
 * These components are found by scanning: classes annotated with
 * {@code @StatefunFunction}, or with methods that are; beans of type {@code Type},
 * {@code TypeFactory}, {@code FunctionRegistrar}, {@code HandlerArgumentResolver},
 * {@code BatchInterceptor}, {@code InvocationInterceptor},
 * {@code InvocationErrorHandler}, {@code FailureListener} and {@code InvocationRecorder}.
 * So that JSON is the same as in production, these are found, too:
 * {@code @JacksonComponent}, and beans of type {@code JacksonModule},
 * {@code JsonMapperBuilderCustomizer}, {@code JsonFactoryBuilderCustomizer} and
 * {@code JsonMapper}. A configuration is found if one of its {@code @Bean} methods
 * returns such a type.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(StatefunTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(StatefunTypeExcludeFilter.class)
@AutoConfigureStatefunRuntime
@ImportAutoConfiguration
public @interface StatefunTest {

	/**
	 * The engine behind a test.
	 * @return the engine, by default in memory
	 */
	@AliasFor(annotation = AutoConfigureStatefunRuntime.class)
	TestEngine engine() default TestEngine.IN_MEMORY;

	/**
	 * The protocol that the engine in memory speaks.
	 * @return the protocol, by default 3.x
	 */
	@AliasFor(annotation = AutoConfigureStatefunRuntime.class)
	ProtocolVersion protocol() default ProtocolVersion.V3;

	/**
	 * The egresses that the module file of the engine has, {@code namespace/name}.
	 * @return the egresses; none, the default, allows all
	 */
	@AliasFor(annotation = AutoConfigureStatefunRuntime.class)
	String[] egresses() default {};

	/**
	 * Properties in the form {@code key=value} of the environment of the test.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whether only those components are found that are listed above.
	 * @return whether to filter, which is the default
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters of components that are found as well.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters of components that are not found.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to do without.
	 * @return their classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
