package dev.statefun.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Gives each test method an empty runtime, though they share the application context.
 */
final class RuntimeResetListener extends AbstractTestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(StatefunTestRuntime.class)
				.ifAvailable(StatefunTestRuntime::reset);
		}
	}

}
