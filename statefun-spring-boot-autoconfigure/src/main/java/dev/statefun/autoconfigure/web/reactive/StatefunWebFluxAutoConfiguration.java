package dev.statefun.autoconfigure.web.reactive;

import java.util.concurrent.Executor;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.ConditionalOnWebEndpoint;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.reactive.StatefunWebHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint that the engine
 * calls, in applications with Spring WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StatefunAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "statefun.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, WebFluxConfigurer.class })
public final class StatefunWebFluxAutoConfiguration {

	StatefunWebFluxAutoConfiguration() {
	}

	@Bean
	@ConditionalOnWebEndpoint
	StatefunWebHandler statefunWebHandler(RequestReplyEndpoint endpoint, StatefunProperties properties,
			Environment environment, @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor) {
		return new StatefunWebHandler(endpoint, properties.endpointPath(),
				scheduler(Threading.VIRTUAL.isActive(environment) ? executor.getIfAvailable() : null));
	}

	/**
	 * Functions may block. They run on virtual threads if these are enabled. Otherwise a
	 * pool runs them that is larger than the application's task executor, which has eight
	 * threads by default.
	 */
	private static Scheduler scheduler(@Nullable Executor virtualThreads) {
		return (virtualThreads != null) ? Schedulers.fromExecutor(virtualThreads) : Schedulers.boundedElastic();
	}

	/** Goes ahead of the application's own mappings, which may match any path. */
	@Bean
	@ConditionalOnWebEndpoint
	SimpleUrlHandlerMapping statefunHandlerMapping(StatefunWebHandler handler, StatefunProperties properties) {
		return new SimpleUrlHandlerMapping(properties.endpointPath().mappedTo(handler),
				Ordered.HIGHEST_PRECEDENCE + 100);
	}

}
