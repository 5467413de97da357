package dev.statefun.integration;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Takes as many seconds over a number as that says.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(SlowApplication.SlowFunction.class)
public class SlowApplication {

	/**
	 * Answers a number with itself and with how often a handler was called so far.
	 */
	@StatefunFunction("it/slow")
	static class SlowFunction {

		private final AtomicInteger calls = new AtomicInteger();

		private final CountDownLatch never = new CountDownLatch(1);

		@StatefunHandler
		void handle(Long seconds, Context context) throws InterruptedException {
			int call = this.calls.incrementAndGet();
			this.never.await(seconds, TimeUnit.SECONDS);
			context.send(EgressMessage.of("test/out", seconds + " " + call));
		}

	}

}
