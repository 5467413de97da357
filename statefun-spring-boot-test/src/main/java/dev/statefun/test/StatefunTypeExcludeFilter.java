package dev.statefun.test;

import java.io.IOException;
import java.util.Set;

import dev.statefun.AsyncStatefulFunction;
import dev.statefun.StatefulFunction;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.FunctionRegistrar;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.dispatch.InvocationRecorder;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.method.HandlerArgumentResolver;
import dev.statefun.type.Type;
import dev.statefun.type.TypeFactory;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lets {@link StatefunTest} find only what takes part in handling messages, and what
 * configures JSON. The latter need not be on the class path, so its names are in the file
 * {@code META-INF/spring/dev.statefun.test.StatefunTest.includes}.
 */
final class StatefunTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<StatefunTest> {

	private static final Set<Class<?>> INCLUDES = Set.of(StatefunFunction.class, StatefulFunction.class,
			AsyncStatefulFunction.class, FunctionRegistrar.class, Type.class, TypeFactory.class,
			HandlerArgumentResolver.class, BatchInterceptor.class, InvocationInterceptor.class,
			InvocationRecorder.class, InvocationErrorHandler.class, FailureListener.class);

	StatefunTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return INCLUDES;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		return super.defaultInclude(reader, factory)
				|| reader.getAnnotationMetadata().hasAnnotatedMethods(StatefunFunction.class.getName())
				|| makesIncludedBeans(reader, factory);
	}

	private boolean makesIncludedBeans(MetadataReader reader, MetadataReaderFactory factory) {
		return reader.getAnnotationMetadata()
			.getAnnotatedMethods(Bean.class.getName())
			.stream()
			.anyMatch((method) -> isIncluded(method.getReturnTypeName(), factory));
	}

	private boolean isIncluded(String type, MetadataReaderFactory factory) {
		try {
			return super.defaultInclude(factory.getMetadataReader(type), factory);
		}
		catch (IOException ex) {
			// Primitives and arrays have no class file
			return false;
		}
	}

}
