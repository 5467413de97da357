package dev.statefun.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.statefun.annotation.StatefunType;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds the classes of the application that messages can be of: those annotated with
 * {@link StatefunType} in the packages of its auto-configuration.
 */
final class StatefunTypeScanner {

	private StatefunTypeScanner() {
	}

	static Set<Class<?>> scan(ConfigurableListableBeanFactory beanFactory) {
		Set<Class<?>> types = new LinkedHashSet<>();
		if (!AutoConfigurationPackages.has(beanFactory)) {
			return types;
		}
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.setResourceLoader(new DefaultResourceLoader(classLoader));
		scanner.addIncludeFilter(new AnnotationTypeFilter(StatefunType.class, false));
		for (String basePackage : AutoConfigurationPackages.get(beanFactory)) {
			for (BeanDefinition candidate : scanner.findCandidateComponents(basePackage)) {
				types.add(ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), classLoader));
			}
		}
		return types;
	}

}
