package dev.statefun.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what a test proves, as a row of the table of features. The columns are the
 * {@link EngineSetup}s that the test, or its class, is run with.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Proves {

	String value();

	/** With which engines, where the test is not run with each in turn. */
	EngineSetup[] with() default {};

}
