package dev.statefun.autoconfigure.error;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.statefun.autoconfigure.task.internal.WorkerExecutors;
import dev.statefun.dispatch.ErrorHandling;
import dev.statefun.dispatch.Timer;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import dev.statefun.http.FailureLog;
import dev.statefun.io.DeadLetter;
import dev.statefun.type.Type;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Configuration of error handling: beans decide about invocations that fail or take too
 * long, then the rules in properties. {@code StatefunAutoConfiguration} imports it.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatefunErrorProperties.class)
public final class ErrorHandlingConfiguration implements BeanClassLoaderAware {

	private ClassLoader classLoader = ErrorHandlingConfiguration.class.getClassLoader();

	ErrorHandlingConfiguration() {
	}

	@Override
	public void setBeanClassLoader(ClassLoader newClassLoader) {
		this.classLoader = newClassLoader;
	}

	/**
	 * Does not back off: an application with other threads has an ErrorHandling of its
	 * own.
	 */
	@Bean
	ErrorWorkers statefunErrorWorkers(StatefunErrorProperties properties, Environment environment,
			ObjectProvider<ThreadPoolTaskExecutorBuilder> platform,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> virtual) {
		if (Threading.VIRTUAL.isActive(environment)) {
			return new ErrorWorkers(WorkerExecutors.virtual(virtual, ErrorWorkers.PREFIX));
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(ErrorWorkers.PREFIX);
		threads.setDaemon(true);
		return new ErrorWorkers(WorkerExecutors.platform(platform, properties.maxThreads(), threads));
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorHandling statefunErrorHandling(StatefunErrorProperties properties, ErrorWorkers workers,
			ObjectProvider<InvocationErrorHandler> handlers, ObjectProvider<FailureListener> listeners,
			Environment environment) {
		ErrorRules rules = new ErrorRules(properties, this.classLoader, environment);
		List<InvocationErrorHandler> chain = new ArrayList<>(handlers.orderedStream().toList());
		chain.addAll(rules.handlers());
		List<FailureListener> told = new ArrayList<>();
		told.add(new FailureLog());
		told.addAll(listeners.orderedStream().toList());
		return new ErrorHandling(chain, told, properties.retryBudget(), rules.destination(),
				properties.invocationTimeout(), workers.executor(), InstantSource.system(), Timer.system());
	}

	/** So that functions can take dead letters as payloads, to replay them. */
	@Bean
	@ConditionalOnMissingBean(value = DeadLetter.class, parameterizedContainer = Type.class,
			name = "statefunDeadLetterType")
	Type<DeadLetter> statefunDeadLetterType() {
		return DeadLetter.TYPE;
	}

}
