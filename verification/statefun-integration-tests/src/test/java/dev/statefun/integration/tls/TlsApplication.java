package dev.statefun.integration.tls;

import java.util.concurrent.atomic.AtomicInteger;

import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.annotation.StatefunHandler;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Says what it hears, and counts.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TlsApplication.EchoFunction.class)
class TlsApplication {

	@StatefunFunction("it/echo")
	static class EchoFunction {

		private final AtomicInteger calls = new AtomicInteger();

		@StatefunHandler
		void echo(String text, Context context) {
			this.calls.incrementAndGet();
			context.send(EgressMessage.of("test/out", text));
		}

		int calls() {
			return this.calls.get();
		}

	}

}
