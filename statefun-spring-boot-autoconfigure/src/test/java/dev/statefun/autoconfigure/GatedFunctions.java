package dev.statefun.autoconfigure;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import dev.statefun.Context;
import dev.statefun.EgressMessage;
import dev.statefun.annotation.StatefunFunction;
import dev.statefun.testing.EngineRequest;
import dev.statefun.type.TypedValue;

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

	/** A request whose answer has at least so many bytes. */
	static byte[] large(int size) {
		return request("demo/large", String.valueOf(size));
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

	@StatefunFunction("demo/large")
	void large(dev.statefun.Message message, Context context) {
		arrive();
		byte[] answer = new byte[Integer.parseInt(message.rawValue().toStringUtf8())];
		context.send(EgressMessage.of("demo/out", new TypedValue("demo/Bytes", ByteString.copyFrom(answer))));
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
