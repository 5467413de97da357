package dev.statefun.autoconfigure.web.reactive;

import java.util.concurrent.Executor;

import dev.statefun.autoconfigure.StatefunAutoConfiguration;
import dev.statefun.autoconfigure.StatefunProperties;
import dev.statefun.autoconfigure.server.internal.ConditionalOnWebEndpoint;
import dev.statefun.autoconfigure.task.internal.ApplicationExecutor;
import dev.statefun.http.RequestReplyEndpoint;
import dev.statefun.http.reactive.InvocationBatchDecoder;
import dev.statefun.http.reactive.InvocationResultEncoder;
import dev.statefun.http.reactive.StatefunWebHandler;
import dev.statefun.protocol.InvocationBatch;
import dev.statefun.protocol.InvocationResult;
import dev.statefun.protocol.RequestReplyProtocol;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.Encoder;
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
@ConditionalOnBean(StatefunProperties.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, WebFluxConfigurer.class })
public final class StatefunWebFluxAutoConfiguration {

	StatefunWebFluxAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(value = InvocationBatch.class, parameterizedContainer = Decoder.class)
	InvocationBatchDecoder statefunInvocationBatchDecoder(RequestReplyProtocol protocol) {
		return new InvocationBatchDecoder(protocol);
	}

	@Bean
	@ConditionalOnMissingBean(value = InvocationResult.class, parameterizedContainer = Encoder.class)
	InvocationResultEncoder statefunInvocationResultEncoder(RequestReplyProtocol protocol) {
		return new InvocationResultEncoder(protocol);
	}

	@Bean
	@ConditionalOnWebEndpoint
	@ConditionalOnMissingBean
	StatefunWebHandler statefunWebHandler(RequestReplyEndpoint endpoint, Decoder<InvocationBatch> decoder,
			Encoder<InvocationResult> encoder, StatefunProperties properties, Environment environment,
			ObjectProvider<ApplicationExecutor> executor) {
		return new StatefunWebHandler(endpoint, properties.endpointPath(), decoder, encoder,
				scheduler(Threading.VIRTUAL.isActive(environment) ? executor.getObject().executor() : null));
	}

	/**
	 * Functions may block. They run on virtual threads if these are enabled. Otherwise a
	 * pool runs them that is larger than the application's task executor, which has eight
	 * threads by default.
	 */
	private static Scheduler scheduler(@Nullable Executor virtualThreads) {
		return (virtualThreads != null) ? Schedulers.fromExecutor(virtualThreads) : Schedulers.boundedElastic();
	}

	/**
	 * Maps the endpoint ahead of the application's own mappings, whose patterns may match
	 * any path. An application that wants another order replaces the bean by its name.
	 */
	@Bean
	@ConditionalOnWebEndpoint
	@ConditionalOnMissingBean(name = "statefunHandlerMapping")
	SimpleUrlHandlerMapping statefunHandlerMapping(StatefunWebHandler handler, StatefunProperties properties) {
		return new SimpleUrlHandlerMapping(properties.endpointPath().mappedTo(handler),
				Ordered.HIGHEST_PRECEDENCE + 100);
	}

}
