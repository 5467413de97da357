package dev.statefun.autoconfigure.client;

import java.util.List;

import dev.statefun.client.FunctionClient;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Registers a bean for each interface in the packages of the application that is the
 * client of a function, unless the application has one of that interface.
 */
final class FunctionClientScanner implements BeanDefinitionRegistryPostProcessor {

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (!(registry instanceof ConfigurableListableBeanFactory beanFactory)
				|| !AutoConfigurationPackages.has(beanFactory)) {
			return;
		}
		Interfaces interfaces = new Interfaces();
		List<String> packages = AutoConfigurationPackages.get(beanFactory);
		packages.stream()
			.flatMap((name) -> interfaces.findCandidateComponents(name).stream())
			.map((candidate) -> ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()),
					beanFactory.getBeanClassLoader()))
			.filter((type) -> beanFactory.getBeanNamesForType(type, true, false).length == 0)
			.forEach((type) -> registry.registerBeanDefinition(type.getName(), definition(type)));
	}

	private static RootBeanDefinition definition(Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition(FunctionClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(FunctionClientFactoryBean.class, type));
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		return definition;
	}

	/** Finds interfaces, which a scan for components leaves out. */
	private static final class Interfaces extends ClassPathScanningCandidateComponentProvider {

		Interfaces() {
			super(false);
			addIncludeFilter(new AnnotationTypeFilter(FunctionClient.class, false, true));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return definition.getMetadata().isInterface() && definition.getMetadata().isIndependent();
		}

	}

}
