package dev.statefun.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.statefun.annotation.StatefunType;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds the classes of the application that messages can be of: those annotated with
 * {@link StatefunType} in the packages of its auto-configuration.
 */
final class StatefunTypeScanner {

	private final ApplicationContext context;

	StatefunTypeScanner(ApplicationContext context) {
		this.context = context;
	}

	Set<Class<?>> scan() {
		Set<Class<?>> types = new LinkedHashSet<>();
		BeanFactory beanFactory = this.context.getAutowireCapableBeanFactory();
		if (AutoConfigurationPackages.has(beanFactory)) {
			ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false,
					this.context.getEnvironment());
			scanner.setResourceLoader(this.context);
			scanner.addIncludeFilter(new AnnotationTypeFilter(StatefunType.class, false));
			for (String basePackage : AutoConfigurationPackages.get(beanFactory)) {
				for (BeanDefinition candidate : scanner.findCandidateComponents(basePackage)) {
					types.add(ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()),
							this.context.getClassLoader()));
				}
			}
		}
		return types;
	}

}
