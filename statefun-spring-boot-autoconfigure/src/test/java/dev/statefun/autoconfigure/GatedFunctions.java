package dev.statefun.autoconfigure;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Functions that take as long as a test wants.
 */
class GatedFunctions {

	/** One permit for each message that has arrived. */
	final Semaphore arrived = new Semaphore(0);

	final AtomicInteger calls = new AtomicInteger();

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	static byte[] blocking(String text) {
		return request("demo/blocking", text);
	}

	static byte[] async(String text) {
		return request("demo/async", text);
	}

	static byte[] quick(String text) {
		return request("demo/quick", text);
	}

	/** Each for another instance, since one instance has one request at a time. */
	static byte[] request(String function, String text) {
		return EngineRequest.v3(function, UUID.randomUUID().toString(), "none", "demo/Text",
				ByteString.copyFromUtf8(text));
	}

	@StatefunFunction("demo/blocking")
	void block(dev.statefun.Message message) {
		arrive();
		this.gate.join();
	}

	@StatefunFunction("demo/async")
	CompletionStage<?> async(dev.statefun.Message message) {
		arrive();
		return this.gate;
	}

	@StatefunFunction("demo/quick")
	void quick(dev.statefun.Message message) {
		arrive();
	}

	private void arrive() {
		this.calls.incrementAndGet();
		this.arrived.release();
	}

	/** Let all messages go on, those that will arrive, too. */
	void open() {
		this.gate.complete(null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(GatedFunctions.class)
	static class Application {

	}

}
