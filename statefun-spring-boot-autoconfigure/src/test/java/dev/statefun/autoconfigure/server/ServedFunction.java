package dev.statefun.autoconfigure.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A function that says on which thread it runs, or waits first.
 */
class ServedFunction {

	final CountDownLatch called = new CountDownLatch(1);

	final CountDownLatch latch = new CountDownLatch(1);

	/** What the engine sends to have the function called. */
	static byte[] request(String text) {
		return EngineRequest.v3("demo/served", "ada", "none", "io.statefun.types/string",
				ByteString.copyFromUtf8("\n" + (char) text.length() + text));
	}

	/** The same as characters. */
	static String text(String text) {
		return new String(request(text), StandardCharsets.ISO_8859_1);
	}

	@StatefunFunction("demo/served")
	void serve(String text, Context context) throws InterruptedException {
		if (text.equals("wait")) {
			this.called.countDown();
			this.latch.await();
		}
		context.send(EgressMessage.of("demo/out", text + " on " + Thread.currentThread()));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ServedFunction.class)
	static class Application {

	}

}
