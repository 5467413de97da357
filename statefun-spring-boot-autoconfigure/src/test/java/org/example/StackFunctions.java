package org.example;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.statefun.Context;
import dev.statefun.Message;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.dispatch.BatchInterceptor;
import dev.statefun.dispatch.InvocationInterceptor;
import dev.statefun.error.ErrorAction;
import dev.statefun.error.FailureListener;
import dev.statefun.error.InvocationErrorHandler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Functions, and all that an application can put around them, which tell the classes that
 * called them.
 */
public class StackFunctions {

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES);

	private final Map<String, List<String>> callers = new ConcurrentHashMap<>();

	/** The classes that called each place, the last caller first. */
	public Map<String, List<String>> callers() {
		return Map.copyOf(this.callers);
	}

	/** Forget what the startup called. */
	public void clear() {
		this.callers.clear();
	}

	private void tell(String place) {
		this.callers.put(place, WALKER.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName).toList()));
	}

	@StatefunFunction("demo/quick")
	void quick(Message message, Context context) {
		tell("function");
	}

	@StatefunFunction("demo/async")
	CompletionStage<?> async(Message message) {
		tell("asynchronous function");
		return CompletableFuture.runAsync(() -> tell("its other thread"));
	}

	@StatefunFunction(typeName = "demo/failing", timeout = "1m")
	void fail(Message message) {
		tell("failing function");
		throw new IllegalStateException("Oh no");
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StackFunctions.class)
	public static class Application {

		@Bean
		BatchInterceptor batchInterceptor(StackFunctions stacks) {
			return (batch, chain) -> {
				stacks.tell("batch interceptor");
				return chain.proceed();
			};
		}

		@Bean
		InvocationInterceptor invocationInterceptor(StackFunctions stacks) {
			return (function, context, message, chain) -> {
				stacks.tell("interceptor");
				return chain.proceed();
			};
		}

		@Bean
		InvocationErrorHandler errorHandler(StackFunctions stacks) {
			return (failed) -> {
				stacks.tell("error handler");
				return ErrorAction.next();
			};
		}

		@Bean
		FailureListener failureListener(StackFunctions stacks) {
			return (failed, action) -> stacks.tell("failure listener of " + action.getClass().getSimpleName());
		}

		@Bean
		MeterFilter meterFilter(StackFunctions stacks) {
			return new MeterFilter() {

				@Override
				public Meter.Id map(Meter.Id id) {
					stacks.tell("meter " + id.getName());
					return id;
				}

			};
		}

		@Bean
		ObservationHandler<Observation.Context> observationHandler(StackFunctions stacks) {
			return new ObservationHandler<>() {

				@Override
				public void onStart(Observation.Context context) {
					stacks.tell("start of " + context.getName());
				}

				@Override
				public void onStop(Observation.Context context) {
					stacks.tell("stop of " + context.getName());
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

}
