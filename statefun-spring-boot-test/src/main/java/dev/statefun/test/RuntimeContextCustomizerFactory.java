package dev.statefun.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Prepares an application context for the engine that its tests want.
 */
final class RuntimeContextCustomizerFactory implements ContextCustomizerFactory {

	private static final String EMBEDDED_ENGINE = "dev.statefun.embedded.EmbeddedEngine";

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		AutoConfigureStatefunRuntime annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureStatefunRuntime.class);
		return (annotation != null) ? new RuntimeContextCustomizer(RuntimeSettings.of(annotation),
				TestContextAnnotationUtils.hasAnnotation(testClass, StatefunTest.class)) : null;
	}

	/**
	 * Equal for equal settings, so that tests share a context.
	 *
	 * @param settings what the test says
	 * @param slice whether nothing is loaded but what handles messages
	 */
	private record RuntimeContextCustomizer(RuntimeSettings settings, boolean slice) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			boolean embedded = this.settings.engine() == TestEngine.EMBEDDED;
			if (embedded && !ClassUtils.isPresent(EMBEDDED_ENGINE, context.getClassLoader())) {
				throw new IllegalStateException(
						"%s wants the embedded engine, which is not on the class path. Add statefun-embedded-engine with scope test, or use engine = TestEngine.IN_MEMORY"
							.formatted(mergedConfig.getTestClass().getName()));
			}
			TestPropertyValues
				.of(StatefunTestAutoConfiguration.ENGINE + "=" + this.settings.engine(),
						"statefun.embedded-engine.enabled=" + embedded)
				.applyTo(context);
			if (embedded) {
				// Free ports, and an endpoint without a web server and TLS
				TestPropertyValues
					.of("statefun.server.port=0", "statefun.server.unix-domain-socket=", "statefun.server.ssl.bundle=",
							"statefun.embedded-engine.ingress-port=0", "statefun.embedded-engine.egress-port=0")
					.applyTo(context);
			}
			else if (this.slice) {
				// In memory nobody calls it, and the port may be taken
				TestPropertyValues.of("statefun.server.port=", "statefun.server.unix-domain-socket=").applyTo(context);
			}
			context.getBeanFactory().registerSingleton("statefunRuntimeSettings", this.settings);
		}

	}

}
