package dev.statefun.autoconfigure;

import dev.statefun.autoconfigure.internal.FrozenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Records the properties that ahead-of-time processing freezes, so that startup can tell
 * when one was changed in vain.
 */
final class FrozenPropertiesAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsBeanDefinition(PropertiesCheck.BEAN_NAME)) {
			return null;
		}
		FrozenProperties frozen = FrozenProperties
			.of(beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class));
		return (context, code) -> {
			GeneratedMethod method = code.getMethods()
				.add("registerFrozenStatefunProperties",
						(builder) -> builder.addParameter(DefaultListableBeanFactory.class, "beanFactory")
							.addStatement("beanFactory.registerSingleton($S, new $T($S))", FrozenProperties.BEAN_NAME,
									FrozenProperties.class, frozen.values()));
			code.addInitializer(method.toMethodReference());
		};
	}

}
