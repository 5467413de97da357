package dev.statefun.integration.sizing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.statefun.StateValue;
import dev.statefun.annotation.State;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Counts, and waits as long as its options say.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WorkApplication.WorkFunction.class)
public class WorkApplication {

	/**
	 * Works.
	 */
	@StatefunFunction("size/work")
	static class WorkFunction {

		private final LongAdder handled = new LongAdder();

		private final Duration wait;

		private final boolean blocking;

		WorkFunction(@Value("${size.wait}") Duration wait, @Value("${size.blocking:false}") boolean blocking) {
			this.wait = wait;
			this.blocking = blocking;
		}

		@StatefunHandler
		CompletionStage<?> work(Long number, @State("seen") StateValue<Long> seen) {
			seen.update(0L, (count) -> count + 1);
			this.handled.increment();
			if (this.wait.isZero()) {
				return CompletableFuture.completedFuture(null);
			}
			CompletableFuture<?> done = CompletableFuture.runAsync(() -> {
			}, CompletableFuture.delayedExecutor(this.wait.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
			if (this.blocking) {
				done.join();
			}
			return done;
		}

		long handled() {
			return this.handled.sum();
		}

	}

}
