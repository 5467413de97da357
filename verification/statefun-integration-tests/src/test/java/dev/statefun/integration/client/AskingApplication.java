package dev.statefun.integration.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import dev.statefun.client.AskFailedException;
import dev.statefun.client.StatefunClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has no functions. It asks those of another application, and writes down what comes of
 * it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AskingApplication.Asker.class)
class AskingApplication {

	static final String END = "end";

	@RestController
	static class Asker {

		private static final int IN_FLIGHT = 200;

		private final StatefunClient client;

		Asker(StatefunClient client) {
			this.client = client;
		}

		@PostMapping("/ask")
		void ask(@RequestParam int from, @RequestParam int to, @RequestParam int ids, @RequestParam Path results) {
			new Thread(() -> write(from, to, ids, results), "asker").start();
		}

		private void write(int from, int to, int ids, Path results) {
			Semaphore free = new Semaphore(IN_FLIGHT);
			try (Writer writer = Files.newBufferedWriter(results)) {
				for (int number = from; number < to; number++) {
					free.acquireUninterruptibly();
					int asked = number;
					ask(asked, ids).whenComplete((answer, failure) -> {
						line(writer, asked + " " + describe(answer, failure));
						free.release();
					});
				}
				free.acquireUninterruptibly(IN_FLIGHT);
				line(writer, END);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private CompletableFuture<Long> ask(int number, int ids) {
			return this.client.to(AskedApplication.FUNCTION, "id-" + number % ids)
				.withIdempotencyKey("k" + number)
				.ask((long) number, Long.class);
		}

		private static Object describe(@Nullable Long answer, @Nullable Throwable failure) {
			if (failure instanceof AskFailedException failed) {
				return failed.exceptionType() + " " + failed.exceptionMessage();
			}
			return (answer != null) ? answer : String.valueOf(failure);
		}

		/** A line is there as a whole, or it is the last one. */
		private static synchronized void line(Writer writer, String line) {
			try {
				writer.write(line + "\n");
				writer.flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
